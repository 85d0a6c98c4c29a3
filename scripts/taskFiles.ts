/** Reads task files: one JSON a task, in the format that training/README.md describes. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../src/shared/errors";
import type { Metric } from "../src/shared/metrics";

export interface TaskExample {
  input: string;
  output: string;
}

export interface Task {
  name: string;
  metric: Metric;
  /** Descriptions as a person would type them, never trained on. */
  descriptions: string[];
  /** Held-out examples: the last 15 % of the file, at most 60. */
  examples: TaskExample[];
  /** The others; a hypernetwork may have been trained on them. */
  otherExamples: TaskExample[];
}

const TEST_SHARE = 0.15;
const MAXIMUM_TEST_EXAMPLES = 60;

/** Every `*.json` in `folder`, by name; throws "bad-file" naming the file and the fault. */
export async function readTasks(folder: string): Promise<Task[]> {
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => name.endsWith(".json"))
    .sort();
  if (names.length === 0)
    throw new AppError("bad-input", `No task files (*.json) in ${folder}.`);
  return Promise.all(names.map((name) => readTask(join(folder, name))));
}

async function readTask(path: string): Promise<Task> {
  const content = parse(path, await readFile(path, "utf8"));
  if (!isRecord(content)) throw bad(path, "it is not an object");
  const { name, metric, descriptions, examples } = content;
  if (typeof name !== "string") throw bad(path, '"name" is missing');
  if (metric !== "exact" && metric !== "rouge") {
    throw bad(path, '"metric" is neither "exact" nor "rouge"');
  }
  const evaluation = isRecord(descriptions) ? descriptions["eval"] : undefined;
  if (!isTextList(evaluation) || evaluation.length === 0) {
    throw bad(path, '"descriptions.eval" is not a list of sentences');
  }
  if (!Array.isArray(examples) || !examples.every(isExample) || examples.length === 0) {
    throw bad(path, '"examples" is not a list of {input, output}');
  }
  const held = Math.min(
    Math.max(1, Math.floor(examples.length * TEST_SHARE)),
    MAXIMUM_TEST_EXAMPLES,
  );
  return {
    name,
    metric,
    descriptions: evaluation,
    examples: examples.slice(-held),
    otherExamples: examples.slice(0, -held),
  };
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad(path, "it is not JSON");
  }
}

function bad(path: string, why: string): AppError {
  return new AppError("bad-file", `${path} is not a task file: ${why}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isExample(value: unknown): value is TaskExample {
  return (
    isRecord(value) &&
    typeof value["input"] === "string" &&
    typeof value["output"] === "string"
  );
}
