/**
 * Scores the page's own engine on task files, against its controls:
 *
 *     npm run evaluate -- --tasks DIR [--hypernetwork ID] [--limit N] [--json FILE]
 *         [--threads N | --device webgpu [--software]]
 *
 * DIR holds one JSON a task, in the format training/README.md describes.
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

const CONDITIONS = ["base", "prompt", "own", "other", "gibberish"] as const;
type Condition = (typeof CONDITIONS)[number];

/** Examples answered together; they share each pass through the weights. */
const ROWS = 16;
/** Stands in for "another task" when the folder holds only one. */
const FOREIGN_DESCRIPTION = "Count the vowels in the word and write the number.";

type TaskScores = Record<Condition, number>;

const options = parseArgs({
  options: {
    tasks: { type: "string" },
    hypernetwork: { type: "string", default: DEFAULT_MODELS.hypernetwork },
    limit: { type: "string", default: "16" },
    json: { type: "string" },
    ...ENGINE_OPTIONS,
  },
}).values;

await main();

async function main(): Promise<void> {
  const limit = Number(options.limit);
  if (!options.tasks || !Number.isInteger(limit) || limit < 1) {
    console.error(
      "Usage: npm run evaluate -- --tasks DIR [--hypernetwork ID] [--limit N] [--json FILE]\n" +
        "         [--threads N | --device webgpu [--software]]\n" +
        "--limit is the number of test examples a task, 16 unless given.",
    );
    process.exit(2);
  }
  const tasks = await readTasks(options.tasks);
  const { engine } = await loadEngine(options, options.hypernetwork);
  const scores: Record<string, TaskScores> = {};
  for (const [index, task] of tasks.entries()) {
    const examples = task.examples.slice(0, limit);
    scores[task.name] = await scoreTask(engine, tasks, index, examples);
    console.error(
      `${index + 1}/${tasks.length} ${task.name} ${line(scores[task.name]!)}`,
    );
    // All tasks take half an hour: what is stopped on the way keeps what it has.
    if (options.json) await save(options.json, scores);
  }
  print(summarise(Object.values(scores)), tasks.length, limit);
  process.exit(0);
}

/** Replaces `file` at once, so that a stop while writing leaves the scores before. */
async function save(file: string, scores: Record<string, TaskScores>): Promise<void> {
  const conditions = summarise(Object.values(scores));
  await writeFile(`${file}.part`, JSON.stringify({ conditions, tasks: scores }, null, 1));
  await rename(`${file}.part`, file);
}

async function scoreTask(
  engine: Engine,
  tasks: readonly Task[],
  index: number,
  examples: readonly TaskExample[],
): Promise<TaskScores> {
  const task = tasks[index]!;
  const result = {} as TaskScores;
  for (const condition of CONDITIONS) {
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

function summarise(scores: readonly TaskScores[]): Record<Condition, Interval> {
  return Object.fromEntries(
    CONDITIONS.map((condition) => [
      condition,
      bootstrapMean(scores.map((task) => task[condition])),
    ]),
  ) as Record<Condition, Interval>;
}

function print(
  conditions: Record<Condition, Interval>,
  tasks: number,
  limit: number,
): void {
  console.log(
    `\n${tasks} tasks, up to ${limit} examples each, 95 % intervals over tasks`,
  );
  for (const condition of CONDITIONS) {
    const { score: value, low, high } = conditions[condition];
    console.log(
      `${condition.padEnd(10)} ${percent(value)}  [${percent(low)}, ${percent(high)}]`,
    );
  }
}

function line(scores: TaskScores): string {
  return CONDITIONS.map((condition) => `${condition} ${percent(scores[condition])}`).join(
    "  ",
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
