/**
 * Measures what a Chinese description loses against the same description in English:
 *
 *     npm run measure-languages -- --tasks DIR [--limit N] [--threads N] [--device webgpu]
 *
 * The tasks are the first 20 by name of the validation tasks (training/data/tasks.py) that are
 * made by a generator and scored by exact match; two descriptions a task, each in both languages,
 * over N test inputs (10). Writes src/tasks/languageScores.json, which the page reads.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bootstrapMean, mean, pairedTest } from "../src/shared/statistics";
import { ENGINE_OPTIONS } from "./commands/program";
import { loadEngine, scoreExamples } from "./measuring";
import { readTasks } from "./taskFiles";

const RESULT = join(import.meta.dirname, "../src/tasks/languageScores.json");
const CHINESE = join(import.meta.dirname, "chineseDescriptions.json");

const options = parseArgs({
  options: {
    tasks: { type: "string" },
    limit: { type: "string", default: "10" },
    ...ENGINE_OPTIONS,
  },
}).values;
if (!options.tasks) {
  console.error("Usage: npm run measure-languages -- --tasks DIR [--limit N]");
  process.exit(2);
}

const chinese = JSON.parse(await readFile(CHINESE, "utf8")) as Record<string, string[]>;
const tasks = (await readTasks(options.tasks)).filter(({ name }) => chinese[name]);
const { engine, hypernetwork } = await loadEngine(options);
const scores = { english: [] as number[], chinese: [] as number[] };
for (const { name, metric, descriptions, examples } of tasks) {
  const inputs = examples.slice(0, Number(options.limit));
  const scoreOf = async (description: string) =>
    mean(await scoreExamples(engine, { kind: "adapter", description }, inputs, metric));
  const pairs = chinese[name]!.map((translation, index) => ({
    english: descriptions[index]!,
    chinese: translation,
  }));
  for (const language of ["english", "chinese"] as const) {
    const values: number[] = [];
    for (const pair of pairs) values.push(await scoreOf(pair[language]));
    scores[language].push(mean(values));
  }
  console.error(name, scores.english.at(-1), scores.chinese.at(-1));
}
const { pValue, isExact } = pairedTest(scores.english, scores.chinese);
const result = {
  hypernetwork: { id: hypernetwork.id, sha256: hypernetwork.sha256 },
  tasks: tasks.length,
  descriptionsPerTask: 2,
  inputsPerTask: Number(options.limit),
  english: bootstrapMean(scores.english),
  chinese: bootstrapMean(scores.chinese),
  difference: {
    ...bootstrapMean(scores.english.map((score, task) => score - scores.chinese[task]!)),
    pValue,
    isExact,
  },
};
await writeFile(RESULT, `${JSON.stringify(result, null, 2)}\n`);
console.log(result);
process.exit(0);
