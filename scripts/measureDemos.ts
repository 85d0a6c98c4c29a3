/**
 * Measures the page's demos through its own engine:
 *
 *     npm run measure-demos -- --tasks DIR [--limit N] [--threads N] [--device webgpu]
 *
 * Each names the task it belongs to; the inputs are the task's, N of them (40), none used for
 * choosing. Counts the right answers without adapter, with the description as prompt, with the
 * adapter, and with the adapter after a lesson with four of the task's other examples and the
 * page's default settings, and writes them to src/tasks/demoScores.json, which the page reads.
 * Goes on where it was interrupted, and counts only what is missing. Another checkpoint keeps
 * what does not depend on it, another lesson what is not taught; another N starts anew.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { type TeachingSettings, defaultTeaching } from "../src/shared/teaching";
import { DEMOS } from "../src/tasks/demos";
import { FIRST_DEMOS } from "../src/tasks/firstDemos";
import { ENGINE_OPTIONS } from "./commands/program";
import { type Condition, loadEngine, scoreExamples } from "./measuring";
import { readTasks } from "./taskFiles";
import { teachableExamples } from "./evaluation/lessons";

const RESULT = join(import.meta.dirname, "../src/tasks/demoScores.json");

interface Measured {
  hypernetwork: { id: string; label: string; sha256: string };
  inputs: number;
  /** Examples of the lessons, and the settings that the page had for as many. */
  lesson: { examples: number; settings: TeachingSettings };
  scores: Record<string, Scores>;
}

type Scores = { description: string } & {
  [Kind in Condition["kind"]]?: number | undefined;
};

/** Examples that a demo's adapter is taught. */
const TAUGHT = 4;

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
const { engine, base, hypernetwork } = await loadEngine(options);
const wanted = new Map(
  [...FIRST_DEMOS, ...DEMOS].map(({ task, description }) => [task, description]),
);
const { id, label, sha256 } = hypernetwork;
const lesson = { examples: TAUGHT, settings: defaultTeaching(base, TAUGHT, false) };
const measured: Measured = {
  hypernetwork: { id, label, sha256 },
  inputs,
  lesson,
  scores: await readKept(),
};
for (const [name, description] of wanted) {
  const task = tasks.find((one) => one.name === name);
  if (!task) throw new Error(`No task ${name} in ${options.tasks}.`);
  const examples = task.otherExamples.slice(0, inputs);
  if (examples.length < inputs) throw new Error(`Too few inputs of ${name}.`);
  const taught = teachableExamples(task, examples).slice(0, TAUGHT);
  if (taught.length < TAUGHT) throw new Error(`Too few examples to teach of ${name}.`);
  const known = measured.scores[name];
  if (known?.description !== description) measured.scores[name] = { description };
  const scores = measured.scores[name]!;
  const conditions: Condition[] = [
    { kind: "base" },
    { kind: "prompt", description },
    { kind: "adapter", description },
    { kind: "taught", description, taught, settings: lesson.settings },
  ];
  for (const condition of conditions) {
    if (scores[condition.kind] !== undefined) continue;
    const each = await scoreExamples(engine, condition, examples, "exact");
    scores[condition.kind] = each.reduce((sum, score) => sum + score, 0);
    await writeFile(RESULT, `${JSON.stringify(measured, null, 2)}\n`);
  }
  console.log(name, scores);
}
process.exit(0);

/** Counts that are written down already and still stand, of the demos that are shown. */
async function readKept(): Promise<Measured["scores"]> {
  const found = await readFile(RESULT, "utf8").then(
    (text) => JSON.parse(text) as Measured,
    () => null,
  );
  if (found?.inputs !== inputs) return {};
  const isSameCheckpoint = found.hypernetwork.sha256 === sha256;
  const isSameLesson = isDeepStrictEqual(found.lesson, lesson);
  return Object.fromEntries(
    Object.entries(found.scores)
      .filter(([task]) => wanted.has(task))
      .map(([task, { description, base, prompt, adapter, taught }]) => [
        task,
        {
          description,
          base,
          prompt,
          ...(isSameCheckpoint && { adapter }),
          ...(isSameCheckpoint && isSameLesson && { taught }),
        },
      ]),
  );
}
