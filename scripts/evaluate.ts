/**
 * Scores the page's own engine on task files, against its controls:
 *
 *     npm run evaluate -- --tasks DIR [--hypernetwork ID] [--limit N] [--json FILE]
 *         [--conditions own,gibberish] [--teach 4,16] [--threads N | --device webgpu [--software]]
 *
 * DIR holds one JSON a task, in the format training/README.md describes. With --teach, adapters
 * are scored after a lesson of so many examples, and before one, too. What FILE holds of the same
 * tasks, checkpoint and settings is kept, and only the rest is computed.
 */
import { parseArgs } from "node:util";
import { type BaseModelRecord, DEFAULT_MODELS } from "../src/shared/models";
import { defaultTeaching, type TeachingSettings } from "../src/shared/teaching";
import { CommandError } from "./commandError";
import { type Condition, CONDITIONS, conditionScore } from "./evaluation/conditions";
import {
  digestOf,
  type Evaluation,
  fillIn,
  keepEvaluation,
  openEvaluation,
} from "./evaluation/kept";
import { lessonName, lessonNamed, lessonScore, STARTS } from "./evaluation/lessons";
import { percent, summarise, summaryLines } from "./evaluation/summary";
import { ENGINE_OPTIONS } from "./commands/program";
import { type LoadedEngine, loadEngine } from "./measuring";
import { readTasks, type Task } from "./taskFiles";

const USAGE = `Usage: npm run evaluate -- --tasks DIR [--hypernetwork ID] [--limit N] [--json FILE]
         [--conditions own,gibberish] [--teach 4,16]
         [--threads N | --device webgpu [--software]]
--limit is the number of test examples a task, 16 unless given; --conditions are some of
${CONDITIONS.join(", ")}, or none; --teach is the numbers of examples of lessons, each
from ${STARTS.join(", ")}. What FILE has of the same run is kept and gone on with.`;

const options = parseArgs({
  options: {
    tasks: { type: "string" },
    hypernetwork: { type: "string", default: DEFAULT_MODELS.hypernetwork },
    limit: { type: "string", default: "16" },
    json: { type: "string" },
    conditions: { type: "string", default: CONDITIONS.join(",") },
    teach: { type: "string", default: "" },
    ...ENGINE_OPTIONS,
  },
}).values;

await main().catch((error: unknown) => {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exit(1);
});

async function main(): Promise<void> {
  const limit = Number(options.limit);
  const conditions = listed(options.conditions) as Condition[];
  const counts = listed(options.teach).map(Number);
  const areKnown = conditions.every((condition) => CONDITIONS.includes(condition));
  if (!options.tasks || ![limit, ...counts].every(isCount) || !areKnown) {
    console.error(USAGE);
    process.exit(2);
  }
  const tasks = await readTasks(options.tasks);
  const loaded = await loadEngine(options, options.hypernetwork);
  const { base, hypernetwork } = loaded;
  const evaluation = await openEvaluation(
    options.json,
    {
      device: options.device,
      base: base.id,
      hypernetwork: hypernetwork.id,
      checkpoint: hypernetwork.sha256,
      tasks: digestOf(tasks),
      limit,
    },
    counts.flatMap((count) => STARTS.map((start) => lessonName(start, count))),
    (lesson) => lessonSettings(base, lesson),
  );
  const keep = async () => {
    if (options.json) await keepEvaluation(options.json, evaluation);
  };
  for (const [index, { name }] of tasks.entries()) {
    const measures = measuresOf(loaded, evaluation, tasks, index, conditions, counts);
    const scores = await fillIn(evaluation, name, measures, keep);
    console.error(`${index + 1}/${tasks.length} ${name} ${line(scores)}`);
  }
  console.log(`\n${summaryLines(summarise(evaluation.tasks)).join("\n")}`);
  console.log(`up to ${limit} examples a task`);
  if (evaluation.failed.length > 0) {
    console.log(`lessons given up, their start scored: ${evaluation.failed.join(", ")}`);
  }
  process.exit(0);
}

/** Scores of a task that are wanted, by name, each with what computes it. */
function measuresOf(
  { engine, base }: LoadedEngine,
  { failed }: Evaluation,
  tasks: readonly Task[],
  index: number,
  conditions: readonly Condition[],
  counts: readonly number[],
): Map<string, () => Promise<number>> {
  const asked = tasks[index]!.examples.slice(0, Number(options.limit));
  const measures = new Map<string, () => Promise<number>>(
    conditions.map((condition) => [
      condition,
      () => conditionScore(engine, condition, tasks, index, asked),
    ]),
  );
  for (const count of counts.length > 0 ? [0, ...counts] : []) {
    for (const start of STARTS) {
      const name = lessonName(start, count);
      measures.set(name, async () => {
        const lesson = await lessonScore(engine, base, start, count, tasks, index, asked);
        if (lesson.failed) failed.push(`${tasks[index]!.name} ${name}`);
        return lesson.score;
      });
    }
  }
  return measures;
}

/** The settings that the page begins with, of the lesson with this name. */
function lessonSettings(base: BaseModelRecord, lesson: string): TeachingSettings {
  const { start, count } = lessonNamed(lesson);
  return defaultTeaching(base, count, start === "zero");
}

function listed(text: string): string[] {
  return text.split(",").filter((part) => part !== "");
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function line(scores: Record<string, number>): string {
  return Object.entries(scores)
    .map(([condition, value]) => `${condition} ${percent(value)}`)
    .join("  ");
}
