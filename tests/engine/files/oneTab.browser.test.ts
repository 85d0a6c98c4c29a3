/** Several tabs that want one file: who fetches it, and what the others see. */
import { afterEach, expect, test, vi } from "vitest";
import { inOneTab } from "../../../src/engine/files/oneTab";
import { sha256 } from "../../../src/formats/hash";

afterEach(() => vi.useRealTimers());

const NOTHING = () => {};
let keys = 0;
const newKey = () => `key ${(keys += 1)}`;

/** A promise with what settles it. */
function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}

/** Work in a tab of its own, which ends when it is told to. */
function openTab(key: string, signal?: AbortSignal) {
  const seen: number[] = [];
  const begun = deferred<(bytes: number) => void>();
  const result = deferred<string>();
  const onBytes = (bytes: number) => seen.push(bytes);
  const done = inOneTab({ key, onBytes, signal }, (report) => {
    begun.resolve(report);
    return result.promise;
  });
  done.catch(NOTHING);
  return { seen, begun: begun.promise, end: result.resolve, fail: result.reject, done };
}

test("the second tab sees the first one's progress, and works when that is done", async () => {
  const key = newKey();
  const [first, second] = [openTab(key), openTab(key)];
  const report = await first.begun;
  report(8);
  await expect.poll(() => second.seen).toEqual([8]);
  const hasBegun = vi.fn<() => void>();
  void second.begun.then(hasBegun);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(hasBegun).not.toHaveBeenCalled();
  first.end("first");
  await second.begun;
  second.end("second");
  expect(await Promise.all([first.done, second.done])).toEqual(["first", "second"]);
});

test("the second tab takes over where the first one fails, which alone is told so", async () => {
  const key = newKey();
  const [first, second] = [openTab(key), openTab(key)];
  await first.begun;
  first.fail(new Error("The connection broke."));
  await expect(first.done).rejects.toThrow("The connection broke.");
  await second.begun;
  second.end("second");
  expect(await second.done).toBe("second");
});

test("a tab that waits can be stopped, and the first one goes on", async () => {
  const key = newKey();
  const controller = new AbortController();
  const [first, second] = [openTab(key), openTab(key, controller.signal)];
  await first.begun;
  controller.abort();
  await expect(second.done).rejects.toMatchObject({ code: "aborted" });
  first.end("first");
  expect(await first.done).toBe("first");
});

test("nobody waits for a tab that has fallen silent", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const key = newKey();
  const [first, second] = [openTab(key), openTab(key)];
  await first.begun;
  // Until the second tab's wish is known to the browser.
  await navigator.locks.query();
  vi.advanceTimersByTime(60_000);
  await second.begun;
  second.end("second");
  expect(await second.done).toBe("second");
  first.end("first");
});

test("of two threads that want a file one asks the site for it", async () => {
  const path = "tests/fixtures/golden/logits_smollm2-135m-instruct-q4_1.safetensors";
  const content = new Uint8Array(await (await fetch(`/${path}`)).arrayBuffer());
  const expected = { bytes: content.byteLength, sha256: await sha256(content) };
  const read = () => {
    const worker = new Worker(new URL("./readingWorker.ts", import.meta.url), {
      type: "module",
    });
    const outcome = new Promise<{ bytes: Uint8Array; requests: number }>(
      (resolve, reject) => {
        worker.onmessage = ({ data }) =>
          data === "ready" ? worker.postMessage({ path, expected }) : resolve(data);
        worker.onerror = (event) => reject(new Error(event.message));
      },
    );
    return outcome.finally(() => worker.terminate());
  };
  const outcomes = await Promise.all([read(), read(), read()]);
  for (const { bytes } of outcomes) expect(bytes).toEqual(content);
  expect(outcomes.reduce((sum, { requests }) => sum + requests, 0)).toBe(1);
});
