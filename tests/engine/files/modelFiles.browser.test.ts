import { expect, test } from "vitest";
import { sha256 } from "../../../src/formats/hash";
import type { Outcome, Task } from "./keptFilesWorker";

/** A file of the repository that the test server hands out as it is. */
const PATH = "tests/fixtures/golden/logits_smollm2-135m-instruct-q4_1.safetensors";

async function contentOf(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(`/${path}`)).arrayBuffer());
}

function readInWorker(task: Task): Promise<Outcome> {
  const worker = new Worker(new URL("./keptFilesWorker.ts", import.meta.url), {
    type: "module",
  });
  return new Promise<Outcome>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}

async function expectedOf(content: Uint8Array) {
  return { bytes: content.byteLength, sha256: await sha256(content) };
}

test("a fetched file is kept until the storage is cleared", async () => {
  const content = await contentOf(PATH);
  const outcome = await readInWorker({ path: PATH, expected: await expectedOf(content) });
  expect(outcome.code).toBeNull();
  expect(outcome.bytes).toEqual(content);
  expect(outcome.keptBytes).toBe(content.byteLength);
  expect(outcome.keptBytesAfterClearing).toBe(0);
  expect(outcome.notKept).toBeNull();
  expect(outcome.part).toEqual(content.slice(1000, 2000));
  expect(outcome.codeWhenRemoved).toBe("download-failed");
});

test("a kept file is read without asking the site", async () => {
  const content = await contentOf(PATH);
  const expected = await expectedOf(content);
  const outcome = await readInWorker({ path: "not/there", expected, kept: content });
  expect(outcome.bytes).toEqual(content);
});

test("a kept file that was damaged is fetched again", async () => {
  const content = await contentOf(PATH);
  const kept = content.toReversed();
  const outcome = await readInWorker({
    path: PATH,
    expected: await expectedOf(content),
    kept,
  });
  expect(outcome.bytes).toEqual(content);
  expect(outcome.keptBytes).toBe(content.byteLength);
});

test("an interrupted download is continued or begun anew, and is whole either way", async () => {
  const content = await contentOf(PATH);
  const partial = content.slice(0, 70_000);
  const outcome = await readInWorker({
    path: PATH,
    expected: await expectedOf(content),
    partial,
  });
  expect(outcome.bytes).toEqual(content);
  expect(outcome.progress.at(-1)).toBe(content.byteLength);
});

test("a partial download that was damaged is begun anew at once", async () => {
  const content = await contentOf(PATH);
  for (const partial of [content.toReversed(), content.slice(0, 5000).toReversed()]) {
    const outcome = await readInWorker({
      path: PATH,
      expected: await expectedOf(content),
      partial,
    });
    expect(outcome.code).toBeNull();
    expect(outcome.bytes).toEqual(content);
    expect(outcome.keptBytes).toBe(content.byteLength);
  }
});

const POINTER = "tests/fixtures/golden/lesson.gguf";

test("a short body of something else, as a Git LFS pointer, is no beginning of the file", async () => {
  const content = await contentOf(PATH);
  const expected = await expectedOf(content);
  const wrong = await readInWorker({ path: POINTER, expected });
  expect(wrong.code).toBe("download-failed");
  expect(wrong.keptBytes).toBe(0);
});

test("a pointer that was taken for the beginning does not fail the next try", async () => {
  const content = await contentOf(PATH);
  const expected = await expectedOf(content);
  const partial = await contentOf(POINTER);
  const outcome = await readInWorker({ path: PATH, expected, partial });
  expect(outcome.bytes).toEqual(content);
});

test("what is here of the right file stays when the site sends something else", async () => {
  const content = await contentOf(PATH);
  const expected = await expectedOf(content);
  const partial = content.slice(0, 70_000);
  // The browser's own cache answers for a file that it knows, without its length.
  const path = `${POINTER}?unknown`;
  const outcome = await readInWorker({ path, expected, partial });
  expect(outcome.code).toBe("download-failed");
  expect(outcome.keptBytes).toBe(70_000);
});

test("on a full disk the file is loaded all the same, and the report says it is not kept", async () => {
  const content = await contentOf(PATH);
  const expected = await expectedOf(content);
  const outcome = await readInWorker({ path: PATH, expected, room: 1000 });
  expect(outcome.bytes).toEqual(content);
  expect(outcome.keptBytes).toBe(0);
  expect(outcome.part).toBeNull();
  expect(outcome.notKept).toBe("no-room");
});
