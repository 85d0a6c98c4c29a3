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
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MODELS, recordOf } from "../src/shared/models";
import type { TeachingCurve } from "../src/tasks/teachingCurve";
import { readGiven } from "./commands/givenFiles";
import { print, runProgram, save, UsageError } from "./commands/program";
import { readCurve } from "./evaluation/curve";

const RESULT = join(import.meta.dirname, "../src/tasks/teachingCurve.json");

const USAGE = "Usage: npm run teaching-curve -- FILE [--examples 0,4,16]";

await runProgram(USAGE, async (signal) => {
  const { values: options, positionals } = parseArgs({
    options: { examples: { type: "string" } },
    allowPositionals: true,
  });
  const [file] = positionals;
  const counts = options.examples?.split(",").map(Number) ?? null;
  if (!file) throw new UsageError("FILE is missing.");
  if (counts?.some((count) => !Number.isInteger(count))) {
    throw new UsageError("--examples is a list of whole numbers.");
  }
  const text = (await readGiven(file)).toString("utf8");
  const { hypernetwork, ...rest } = readCurve(text, counts);
  const { label } = recordOf(MODELS, "hypernetwork", hypernetwork.id);
  const curve: TeachingCurve = { ...rest, hypernetwork: { ...hypernetwork, label } };
  await save(RESULT, `${JSON.stringify(curve, null, 2)}\n`, signal);
  print(`${curve.tasks} tasks, ${curve.inputs} inputs each (${curve.engine})`);
});
