import { expect, test } from "vitest";
import { AppError } from "../../src/shared/errors";
import { type Obstacle, type WorkKind, createWorkQueue } from "../../src/store/workQueue";
import { createGate } from "./appStore";

/** A queue whose work notes its name when it begins, and ends when its gate is opened. */
function createScene(areModelsReady = () => true) {
  const queue = createWorkQueue(areModelsReady);
  const begun: string[] = [];
  function add(kind: WorkKind, name: string = kind) {
    const gate = createGate();
    const stop = new AbortController();
    const obstacles: Obstacle[] = [];
    const done = queue.run(
      { kind, signal: stop.signal, onWait: (obstacle) => obstacles.push(obstacle) },
      async () => {
        begun.push(name);
        await gate.passed;
        return name;
      },
    );
    return { done, end: gate.open, stop: () => stop.abort(), obstacles };
  }
  return { queue, begun, add };
}

test("work with nothing in its way begins at once, and gives what it came to", async () => {
  const { add, begun, queue } = createScene();
  const { done, end, obstacles } = add("answer");
  expect(begun).toEqual(["answer"]);
  expect(queue.has("answer")).toBe(true);
  end();
  expect(await done).toBe("answer");
  expect(queue.has("answer")).toBe(false);
  expect(obstacles).toEqual([]);
});

test("one kind of work is done in the order it came", async () => {
  const { add, begun } = createScene();
  const [first, second, third] = ["1", "2", "3"].map((name) => add("answer", name));
  first!.end();
  await first!.done;
  expect(begun).toEqual(["1", "2"]);
  second!.end();
  third!.end();
  await third!.done;
  expect(begun).toEqual(["1", "2", "3"]);
});

test("of what waits, adapters are made before questions are answered", async () => {
  const { add, begun } = createScene();
  const running = add("answer", "running");
  const work = [add("answer"), add("preparation"), add("generation")];
  for (const { end } of [running, ...work]) end();
  await Promise.all(work.map(({ done }) => done));
  expect(begun).toEqual(["running", "generation", "preparation", "answer"]);
});

test("a check waits for adapters and hinders nothing but another check", async () => {
  const { add, begun } = createScene();
  const adapter = add("generation");
  const check = add("check");
  expect(check.obstacles).toEqual(["generation"]);
  adapter.end();
  await adapter.done;
  add("check", "another");
  const answer = add("answer");
  answer.end();
  await answer.done;
  add("generation", "next");
  expect(begun).toEqual(["generation", "check", "answer", "next"]);
});

test("work of a link may wait for work of its own", async () => {
  const { queue, begun, add } = createScene();
  const { signal } = new AbortController();
  const opened = queue.run({ kind: "link", signal }, async () => {
    for (const kind of ["generation", "answer"] as const) {
      const { done, end } = add(kind);
      end();
      await done;
    }
  });
  await opened;
  expect(begun).toEqual(["generation", "answer"]);
});

test("it says what it waits for, and what next", async () => {
  let isReady = false;
  const { queue, add, begun } = createScene(() => isReady);
  const adapter = add("generation");
  const answer = add("answer");
  expect(answer.obstacles).toEqual(["models"]);
  isReady = true;
  queue.advance();
  expect(begun).toEqual(["generation"]);
  expect(answer.obstacles).toEqual(["models", "generation"]);
  adapter.end();
  await adapter.done;
  expect(begun).toEqual(["generation", "answer"]);
});

test("work that is stopped while it waits leaves at once, and lets others pass", async () => {
  const { add, begun } = createScene();
  const running = add("answer", "running");
  const stopped = add("generation");
  const next = add("answer", "next");
  expect(next.obstacles).toEqual(["answer"]);
  stopped.stop();
  await expect(stopped.done).rejects.toMatchObject({ code: "aborted" });
  running.end();
  await running.done;
  expect(begun).toEqual(["running", "next"]);
});

test("work that was stopped before it came is not done", async () => {
  const { queue, begun } = createScene();
  const done = queue.run({ kind: "answer", signal: AbortSignal.abort() }, async () => {
    begun.push("stopped");
  });
  await expect(done).rejects.toMatchObject({ code: "aborted" });
  expect(begun).toEqual([]);
  expect(queue.has("answer")).toBe(false);
});

test("work that runs ends by its own means when it is stopped", async () => {
  const { add, begun } = createScene();
  const running = add("answer");
  const next = add("answer", "next");
  running.stop();
  expect(begun).toEqual(["answer"]);
  running.end();
  expect(await running.done).toBe("answer");
  next.end();
  await next.done;
});

test.each([
  ["rejects", () => Promise.reject(new AppError({ code: "out-of-memory", of: "tab" }))],
  [
    "throws",
    () => {
      throw new AppError({ code: "out-of-memory", of: "tab" });
    },
  ],
])("work that %s does not block the next", async (_, fail) => {
  const { queue, add, begun } = createScene();
  const { signal } = new AbortController();
  const failed = queue.run({ kind: "generation", signal }, fail);
  const next = add("answer");
  await expect(failed).rejects.toMatchObject({ code: "out-of-memory" });
  next.end();
  await next.done;
  expect(begun).toEqual(["answer"]);
});
