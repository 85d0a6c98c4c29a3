/**
 * Measures the page's examples and demos through its own engine:
 *
 *     npm run measure-examples -- --tasks DIR [--limit N] [--threads N]
 *
 * Each names the task it belongs to; the inputs are the task's, N of them (40), none used for
 * choosing. Counts the right answers without adapter, with the description as prompt, and with
 * the adapter, and writes them to src/store/demoScores.json, which the page reads.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DEMOS } from "../src/store/demos";
import { EXAMPLES } from "../src/store/examples";
import { type Condition, loadEngine, scoreExamples } from "./measuring";
import { readTasks } from "./taskFiles";

const RESULT = join(import.meta.dirname, "../src/store/demoScores.json");

const options = parseArgs({
  options: {
    tasks: { type: "string" },
    limit: { type: "string", default: "40" },
    threads: { type: "string" },
  },
}).values;
if (!options.tasks) {
  console.error("Usage: npm run measure-examples -- --tasks DIR [--limit N]");
  process.exit(2);
}

const limit = Number(options.limit);
const tasks = await readTasks(options.tasks);
const { engine, hypernetwork } = await loadEngine(
  undefined,
  options.threads ? Number(options.threads) : undefined,
);
const scores: Record<string, { base: number; prompt: number; adapter: number }> = {};
const measured = new Map(
  [...EXAMPLES, ...DEMOS].map(({ task, description }) => [task, description]),
);
for (const [name, description] of measured) {
  const task = tasks.find((one) => one.name === name);
  if (!task) throw new Error(`No task ${name} in ${options.tasks}.`);
  const inputs = task.otherExamples.slice(0, limit);
  if (inputs.length < limit) throw new Error(`Too few inputs of ${name}.`);
  const countRight = async (condition: Condition) =>
    (await scoreExamples(engine, condition, inputs, "exact")).reduce(
      (sum, value) => sum + value,
      0,
    );
  scores[name] = {
    base: await countRight({ kind: "base" }),
    prompt: await countRight({ kind: "prompt", description }),
    adapter: await countRight({ kind: "adapter", description }),
  };
  console.log(name, scores[name]);
}
const { id, sha256, label } = hypernetwork;
await writeFile(
  RESULT,
  `${JSON.stringify({ hypernetwork: { id, sha256, label }, inputs: limit, scores }, null, 2)}\n`,
);
process.exit(0);
