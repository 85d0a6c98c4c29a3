/** Runs checks of the page over its own engine, called from scripts/benchCheck.ts. */
import type { LoadRequest } from "../../src/shared/engine";
import {
  type BuiltInTaskId,
  builtInTask,
  taskExamples,
} from "../../src/tasks/builtInTasks";
import { runCheck } from "../../src/store/check/run";
import { createEngineClient } from "../../src/worker/client";

const LONGEST_ANSWER = 48;
const engine = createEngineClient(
  () =>
    new Worker(new URL("../../src/worker/worker.ts", import.meta.url), {
      type: "module",
      name: `${location.origin}/`,
    }),
);

const benchCheck = {
  async load(request: LoadRequest): Promise<void> {
    await engine.load(request, () => {});
  },
  /** Seconds that base and adapted column take for the examples of all tasks. */
  async run(options: {
    batchRows: number;
    examples: number;
    tasks: readonly BuiltInTaskId[];
  }): Promise<number> {
    let elapsedMs = 0;
    for (const task of options.tasks) {
      const adapter = await engine.generateAdapter(builtInTask(task).description);
      const examples = taskExamples(task, options.examples, 1).map((example, index) => ({
        line: index + 1,
        ...example,
      }));
      const columns = [null, adapter.id].map((adapterId, index) => ({
        id: String(index),
        ask: (content: string) => ({
          messages: [{ role: "user" as const, content }],
          adapterId,
          strength: 1,
        }),
      }));
      const started = performance.now();
      const listener = { answered() {}, finished() {}, tooLong() {} };
      const { signal } = new AbortController();
      await runCheck(
        engine,
        examples,
        columns,
        LONGEST_ANSWER,
        listener,
        signal,
        options.batchRows,
      );
      elapsedMs += performance.now() - started;
      await engine.releaseAdapter(adapter.id);
    }
    return elapsedMs / 1000;
  },
};

declare global {
  interface Window {
    benchCheck: typeof benchCheck;
  }
}

window.benchCheck = benchCheck;
