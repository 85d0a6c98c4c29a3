/**
 * Measures the page's demos through its own engine:
 *
 *     npm run measure-demos -- --tasks DIR [--limit N] [--threads N] [--device webgpu]
 *
 * Each names the task it belongs to; the inputs are the task's, N of them (40), none used for
 * choosing. Counts the right answers without adapter, with the description as prompt, and with
 * the adapter, and writes them to src/tasks/demoScores.json, which the page reads. Goes on
 * where it was interrupted. Another checkpoint keeps what does not depend on it; another N
 * starts anew.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DEMOS } from "../src/tasks/demos";
import { FIRST_DEMOS } from "../src/tasks/firstDemos";
import { type Condition, ENGINE_OPTIONS, loadEngine, scoreExamples } from "./measuring";
import { readTasks } from "./taskFiles";

const RESULT = join(import.meta.dirname, "../src/tasks/demoScores.json");

interface Measured {
  hypernetwork: { id: string; label: string; sha256: string };
  inputs: number;
  scores: Record<string, { description: string } & Record<Condition["kind"], number>>;
}

const options = parseArgs({
  options: {
    tasks: { type: "string" },
    limit: { type: "string", default: "40" },
    ...ENGINE_OPTIONS,
  },
}).values;
if (!options.tasks) {
  console.error("Usage: npm run measure-demos -- --tasks DIR [--limit N]");
  process.exit(2);
}

const inputs = Number(options.limit);
const tasks = await readTasks(options.tasks);
const { engine, hypernetwork } = await loadEngine(options);
const wanted = new Map(
  [...FIRST_DEMOS, ...DEMOS].map(({ task, description }) => [task, description]),
);
const kept = await readKept();
const isSame = kept?.hypernetwork.sha256 === hypernetwork.sha256;
const { id, label, sha256 } = hypernetwork;
const measured: Measured = {
  hypernetwork: { id, label, sha256 },
  inputs,
  scores: isSame ? pick(kept.scores) : {},
};
for (const [name, description] of wanted) {
  if (measured.scores[name]?.description === description) continue;
  const task = tasks.find((one) => one.name === name);
  if (!task) throw new Error(`No task ${name} in ${options.tasks}.`);
  const examples = task.otherExamples.slice(0, inputs);
  if (examples.length < inputs) throw new Error(`Too few inputs of ${name}.`);
  const countRight = async (condition: Condition) => {
    const scores = await scoreExamples(engine, condition, examples, "exact");
    return scores.reduce((sum, score) => sum + score, 0);
  };
  const known = kept?.scores[name];
  const stands = known?.description === description ? known : null;
  measured.scores[name] = {
    description,
    base: stands?.base ?? (await countRight({ kind: "base" })),
    prompt: stands?.prompt ?? (await countRight({ kind: "prompt", description })),
    adapter: await countRight({ kind: "adapter", description }),
  };
  console.log(name, measured.scores[name]);
  await writeFile(RESULT, `${JSON.stringify(measured, null, 2)}\n`);
}
process.exit(0);

/** Counts that are written down already, if they are of as many inputs. */
async function readKept(): Promise<Measured | null> {
  const found = await readFile(RESULT, "utf8").then(
    (text) => JSON.parse(text) as Measured,
    () => null,
  );
  return found?.inputs === inputs ? found : null;
}

/** Scores without those of tasks that are no longer shown. */
function pick(scores: Measured["scores"]): Measured["scores"] {
  return Object.fromEntries(Object.entries(scores).filter(([task]) => wanted.has(task)));
}
