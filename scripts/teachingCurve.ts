/**
 * Writes the curve that the page shows beside "Teach it", "what a sentence is worth", to
 * src/tasks/teachingCurve.json:
 *
 *     npm run teaching-curve -- FILE [--examples 0,4,16]
 *
 * FILE is what `npm run evaluate -- --teach 4,16 --json FILE` wrote, in the page's own engine, or
 * training/results/teach-curve.json, by PyTorch; the page says which. All tasks should be scored
 * by exact match. Those count that have a score of every lesson; --examples leaves out lessons
 * that only some tasks have had.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MODELS, recordOf } from "../src/shared/models";
import type { TeachingCurve } from "../src/tasks/teachingCurve";
import { CommandError } from "./commandError";
import { readCurve } from "./evaluation/curve";

const RESULT = join(import.meta.dirname, "../src/tasks/teachingCurve.json");

const { values: options, positionals } = parseArgs({
  options: { examples: { type: "string" } },
  allowPositionals: true,
});
const [file] = positionals;
const counts = options.examples?.split(",").map(Number) ?? null;
if (!file || counts?.some((count) => !Number.isInteger(count))) {
  console.error("Usage: npm run teaching-curve -- FILE [--examples 0,4,16]");
  process.exit(2);
}
try {
  const { hypernetwork, ...rest } = readCurve(await readFile(file, "utf8"), counts);
  const { label } = recordOf(MODELS, "hypernetwork", hypernetwork.id);
  const curve: TeachingCurve = { ...rest, hypernetwork: { ...hypernetwork, label } };
  await writeFile(RESULT, `${JSON.stringify(curve, null, 2)}\n`);
  console.log(`${curve.tasks} tasks, ${curve.inputs} inputs each (${curve.engine})`);
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(`${file}: ${error.message}`);
  process.exit(1);
}
