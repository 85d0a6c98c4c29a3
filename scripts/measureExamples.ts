/**
 * Measures the page's example descriptions through its own engine:
 *
 *     npm run measure-examples -- --tasks DIR [--limit N]
 *
 * Each example names the task it belongs to; the inputs are the task's, none of them used for
 * choosing it. Prints how many answers are right, to be written into src/store/examples.ts.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { createEngine } from "../src/engine/engine";
import type { Engine } from "../src/shared/engine";
import { score } from "../src/shared/metrics";
import { GREEDY } from "../src/shared/sampler";
import { EXAMPLES, type Example } from "../src/store/examples";
import { INITIAL_MODELS } from "./initialModels";
import { folderFiles } from "./folderFiles";
import { readTasks, type TaskExample } from "./taskFiles";

/** Examples answered together. */
const ROWS = 20;
const LONGEST_ANSWER = 48;

const { tasks: folder, limit } = parseArgs({
  options: { tasks: { type: "string" }, limit: { type: "string", default: "40" } },
}).values;
if (!folder) {
  console.error("Usage: npm run measure-examples -- --tasks DIR [--limit N]");
  process.exit(2);
}

const tasks = await readTasks(folder);
const engine = createEngine({
  files: folderFiles("public"),
  runtime: { threads: availableParallelism() },
});
await engine.load(INITIAL_MODELS, () => {});
for (const example of EXAMPLES) {
  const task = tasks.find(({ name }) => name === example.task);
  if (!task) throw new Error(`No task ${example.task} in ${folder}.`);
  const inputs = task.otherExamples.slice(0, Number(limit));
  const adapted = await countRight(engine, example, inputs, true);
  const base = await countRight(engine, example, inputs, false);
  console.log(
    `${example.task}: adapter ${adapted}/${inputs.length}, base ${base}/${inputs.length}`,
  );
}
process.exit(0);

async function countRight(
  on: Engine,
  { description }: Example,
  inputs: readonly TaskExample[],
  isAdapted: boolean,
): Promise<number> {
  const adapterId = isAdapted ? (await on.generateAdapter(description)).id : null;
  let right = 0;
  for (let start = 0; start < inputs.length; start += ROWS) {
    const part = inputs.slice(start, start + ROWS);
    const columns = part.map(({ input }, row) => ({
      id: String(row),
      messages: [{ role: "user" as const, content: input }],
      adapterId,
      strength: 1,
    }));
    const request = { columns, sampler: GREEDY, maxNewTokens: LONGEST_ANSWER };
    const results = await on.chat(request, () => {});
    for (const [row, { text }] of results.entries()) {
      right += score("exact", text, part[row]!.output);
    }
  }
  return right;
}
