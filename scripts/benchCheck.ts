/**
 * Measures with how many rows a batch a check of the page runs fastest, on WebAssembly:
 *
 *     npx tsx scripts/benchCheck.ts [--rounds N]
 *
 * Base and adapted column answer the same built-in examples; batch sizes take turns, and the
 * median over the rounds holds up on a busy machine.
 */
import { parseArgs } from "node:util";
import type {} from "./bench/check";
import { openBench } from "./bench/site";
import { INITIAL_MODELS } from "./initialModels";

const BATCH_ROWS = [2, 4, 8, 16, 32];
const EXAMPLES = 32;
const TASKS = ["time_24_to_12"] as const;

const { rounds } = parseArgs({
  options: { rounds: { type: "string", default: "3" } },
}).values;

const bench = await openBench("wasm", INITIAL_MODELS.baseModelId);
try {
  await bench.page.addScriptTag({ type: "module", url: "/scripts/bench/check.ts" });
  await bench.page.waitForFunction(() => window.benchCheck !== undefined);
  await bench.page.evaluate((request) => window.benchCheck.load(request), INITIAL_MODELS);
  const seconds: Record<number, number[]> = {};
  for (let round = 0; round < Number(rounds); round++) {
    for (const batchRows of [...BATCH_ROWS].reverse()) {
      const elapsed = await bench.page.evaluate(
        (options) => window.benchCheck.run(options),
        { batchRows, examples: EXAMPLES, tasks: TASKS },
      );
      (seconds[batchRows] ??= []).push(elapsed);
      console.error(`round ${round + 1}, ${batchRows} rows: ${elapsed.toFixed(1)} s`);
    }
  }
  console.table(
    BATCH_ROWS.map((batchRows) => ({
      rows: batchRows,
      "median s": Number(median(seconds[batchRows]!).toFixed(1)),
      "fastest s": Number(Math.min(...seconds[batchRows]!).toFixed(1)),
    })),
  );
} finally {
  await bench.close();
}
process.exit(0);

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
