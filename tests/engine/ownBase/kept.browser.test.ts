/** Base models that the browser keeps: found at the next visit, removed, and never half there. */
import { afterEach, expect, test } from "vitest";
import type { Outcome, Task } from "./keptWorker";

const ONE = "1a".repeat(32);
const OTHER = "2b".repeat(32);

/** A thread of its own each, as on another visit. */
function run(task: Task): Promise<Outcome> {
  const worker = new Worker(new URL("./keptWorker.ts", import.meta.url), {
    type: "module",
  });
  return new Promise<Outcome>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}

const keep = (name: string, sha256: string, room?: number) =>
  run({
    kind: "keep",
    file: new File(["weights of ", name], name),
    sha256,
    ...(room !== undefined && { room }),
  });

afterEach(async () => {
  for (const { sha256 } of (await run({ kind: "list" })).kept) {
    await run({ kind: "remove", sha256 });
  }
});

test("a kept file comes back under its name, once, until it is removed", async () => {
  const { progress, fault } = await keep("a mouse.gguf", ONE);
  expect({ progress, fault }).toEqual({ progress: [23], fault: null });
  await keep("copy.gguf", ONE);
  await keep("b.gguf", OTHER);
  const { kept } = await run({ kind: "list" });
  expect(kept.toSorted((a, b) => a.sha256.localeCompare(b.sha256))).toEqual([
    { sha256: ONE, name: "a mouse.gguf", text: "weights of a mouse.gguf" },
    { sha256: OTHER, name: "b.gguf", text: "weights of b.gguf" },
  ]);
  const left = await run({ kind: "remove", sha256: ONE });
  expect(left.kept.map(({ name }) => name)).toEqual(["b.gguf"]);
});

test("without room nothing is kept, and it is said", async () => {
  const { kept, fault } = await keep("a.gguf", ONE, 4);
  expect(kept).toEqual([]);
  expect(fault).toBe("no-room");
  expect((await keep("a.gguf", ONE)).kept).toHaveLength(1);
});

test("a file whose keeping was interrupted is not kept, and can be", async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("own-models", { create: true });
  const half = await folder.getFileHandle(`${ONE} a.gguf.part`, { create: true });
  const writable = await half.createWritable();
  await writable.write("weig");
  await writable.close();
  expect((await run({ kind: "list" })).kept).toEqual([]);
  const { kept } = await keep("a.gguf", ONE);
  expect(kept).toEqual([{ sha256: ONE, name: "a.gguf", text: "weights of a.gguf" }]);
});

test("a file that is kept twice at once is kept once, and neither fails", async () => {
  const file = new File([new Uint8Array(20e6)], "a.gguf");
  const { fault, kept } = await run({ kind: "keep", file, sha256: ONE, times: 2 });
  expect(fault).toBeNull();
  expect(kept).toHaveLength(1);
});

test("a kept file is read in parts, and one that was removed meanwhile is missed", async () => {
  await keep("mouse.gguf", ONE);
  const { part, fault } = await run({ kind: "part", sha256: ONE, from: 11, to: 16 });
  expect(part).toBe("mouse");
  expect(fault).toBe("gone");
});
