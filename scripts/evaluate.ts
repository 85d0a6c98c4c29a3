/**
 * Scores the page's own engine on task files, against its controls:
 *
 *     npm run evaluate -- --tasks DIR [--hypernetwork ID] [--limit N] [--json FILE]
 *         [--conditions own,gibberish] [--teach 4,16] [--threads N | --device webgpu [--software]]
 *
 * DIR holds one JSON a task, in the format training/README.md describes. With --teach, adapters
 * are scored after a lesson of so many examples, too.
 */
import { rename, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { ChatMessage, ColumnRequest } from "../src/shared/chat";
import type { Engine } from "../src/shared/engine";
import { gibberish } from "../src/shared/description";
import { score } from "../src/shared/metrics";
import { GREEDY } from "../src/shared/sampler";
import { bootstrapMean, mean, type Interval } from "../src/shared/statistics";
import { DEFAULT_MODELS } from "../src/shared/models";
import { ENGINE_OPTIONS, loadEngine, LONGEST_ANSWER } from "./measuring";
import { readTasks, type Task, type TaskExample } from "./taskFiles";
import { taughtScores } from "./taughtScores";

const CONDITIONS = ["base", "prompt", "own", "other", "gibberish"] as const;
type Condition = (typeof CONDITIONS)[number];

const USAGE = `Usage: npm run evaluate -- --tasks DIR [--hypernetwork ID] [--limit N] [--json FILE]
         [--conditions own,gibberish] [--teach 4,16]
         [--threads N | --device webgpu [--software]]
--limit is the number of test examples a task, 16 unless given; --conditions are some of
${CONDITIONS.join(", ")}; --teach is the numbers of examples of lessons.`;

/** Examples answered together; they share each pass through the weights. */
const ROWS = 16;
/** Stands in for "another task" when the folder holds only one. */
const FOREIGN_DESCRIPTION = "Count the vowels in the word and write the number.";

/** By condition, those of lessons included. */
type TaskScores = Record<string, number>;

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

await main();

async function main(): Promise<void> {
  const limit = Number(options.limit);
  const conditions = listed(options.conditions) as Condition[];
  const lessons = listed(options.teach).map(Number);
  const areKnown = conditions.every((condition) => CONDITIONS.includes(condition));
  if (!options.tasks || ![limit, ...lessons].every(isCount) || !areKnown) {
    console.error(USAGE);
    process.exit(2);
  }
  const tasks = await readTasks(options.tasks);
  const { engine } = await loadEngine(options, options.hypernetwork);
  const scores: Record<string, TaskScores> = {};
  for (const [index, task] of tasks.entries()) {
    const examples = task.examples.slice(0, limit);
    scores[task.name] = {
      ...(await scoreTask(engine, conditions, tasks, index, examples)),
      ...(await taughtScores(engine, task, lessons, examples)),
    };
    console.error(
      `${index + 1}/${tasks.length} ${task.name} ${line(scores[task.name]!)}`,
    );
    // All tasks take half an hour: what is stopped on the way keeps what it has.
    if (options.json) await save(options.json, scores);
  }
  print(summarise(Object.values(scores)), tasks.length, limit);
  process.exit(0);
}

function listed(text: string): string[] {
  return text.split(",").filter((part) => part !== "");
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

/** Replaces `file` at once, so that a stop while writing leaves the scores before. */
async function save(file: string, scores: Record<string, TaskScores>): Promise<void> {
  const conditions = summarise(Object.values(scores));
  await writeFile(`${file}.part`, JSON.stringify({ conditions, tasks: scores }, null, 1));
  await rename(`${file}.part`, file);
}

async function scoreTask(
  engine: Engine,
  conditions: readonly Condition[],
  tasks: readonly Task[],
  index: number,
  examples: readonly TaskExample[],
): Promise<TaskScores> {
  const task = tasks[index]!;
  const result: TaskScores = {};
  for (const condition of conditions) {
    const answers: string[] = [];
    for (let start = 0; start < examples.length; start += ROWS) {
      const part = examples.slice(start, start + ROWS);
      const descriptions = part.map((_, row) =>
        describe(condition, tasks, index, start + row),
      );
      answers.push(...(await answer(engine, condition, part, descriptions)));
    }
    result[condition] = mean(
      examples.map(({ output }, row) => score(task.metric, answers[row]!, output)),
    );
  }
  return result;
}

/** Examples go through the descriptions in turn, so all of them count alike. */
function describe(
  condition: Condition,
  tasks: readonly Task[],
  index: number,
  example: number,
): string {
  const own = tasks[index]!.descriptions;
  switch (condition) {
    case "base":
      return "";
    case "prompt":
    case "own":
      return own[example % own.length]!;
    case "other": {
      if (tasks.length === 1) return FOREIGN_DESCRIPTION;
      const other = tasks[(index + Math.floor(tasks.length / 2)) % tasks.length]!;
      return other.descriptions[example % other.descriptions.length]!;
    }
    case "gibberish":
      return gibberish(1000 + 7 * index + (example % 4));
    default:
      return condition satisfies never;
  }
}

async function answer(
  engine: Engine,
  condition: Condition,
  examples: readonly TaskExample[],
  descriptions: readonly string[],
): Promise<string[]> {
  const adapters = new Map<string, string>();
  if (condition !== "base" && condition !== "prompt") {
    for (const description of new Set(descriptions)) {
      adapters.set(description, (await engine.generateAdapter(description)).id);
    }
  }
  const columns = examples.map(({ input }, row): ColumnRequest => {
    const description = descriptions[row]!;
    const system: ChatMessage[] =
      condition === "prompt" ? [{ role: "system", content: description }] : [];
    return {
      id: String(row),
      messages: [...system, { role: "user", content: input }],
      adapterId: adapters.get(description) ?? null,
      strength: 1,
    };
  });
  const request = { columns, sampler: GREEDY, maxNewTokens: LONGEST_ANSWER };
  const results = await engine.chat(request, () => {});
  for (const id of adapters.values()) await engine.releaseAdapter(id);
  return results.map(({ text }) => text);
}

function summarise(scores: readonly TaskScores[]): Record<string, Interval> {
  return Object.fromEntries(
    Object.keys(scores[0]!).map((condition) => [
      condition,
      bootstrapMean(scores.map((task) => task[condition]!)),
    ]),
  );
}

function print(conditions: Record<string, Interval>, tasks: number, limit: number): void {
  console.log(
    `\n${tasks} tasks, up to ${limit} examples each, 95 % intervals over tasks`,
  );
  for (const [condition, { score: value, low, high }] of Object.entries(conditions)) {
    console.log(
      `${condition.padEnd(12)} ${percent(value)}  [${percent(low)}, ${percent(high)}]`,
    );
  }
}

function line(scores: TaskScores): string {
  return Object.entries(scores)
    .map(([condition, value]) => `${condition} ${percent(value)}`)
    .join("  ");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
