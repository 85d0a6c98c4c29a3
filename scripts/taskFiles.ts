/** Reads task files: one JSON a task, in the format that training/README.md describes. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "./commandError";
import { FieldError, type Fields, parseFields } from "../src/shared/json";
import type { Metric } from "../src/shared/metrics";
import { normaliseAnswer } from "../src/shared/text/normalisation";

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
  /** All other examples; a hypernetwork may have been trained on them. */
  otherExamples: TaskExample[];
}

const FILE_METRICS = ["exact", "rouge"] as const;
const TEST_SHARE = 0.15;
const MAXIMUM_TEST_EXAMPLES = 60;

/** Every `*.json` in `folder`, by name; throws "bad-file" naming the file and the fault. */
export async function readTasks(folder: string): Promise<Task[]> {
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => name.endsWith(".json"))
    .sort();
  if (names.length === 0)
    throw new CommandError("bad-input", `No task files (*.json) in ${folder}.`);
  return Promise.all(names.map((name) => readTask(join(folder, name))));
}

async function readTask(path: string): Promise<Task> {
  const text = await readFile(path, "utf8");
  try {
    return parse(parseFields(text));
  } catch (cause) {
    if (!(cause instanceof FieldError || cause instanceof SyntaxError)) throw cause;
    const why = cause instanceof FieldError ? cause.message : "it is not JSON";
    const message = `The task file ${path} is damaged: ${why}.`;
    throw new CommandError("bad-file", message, { cause });
  }
}

function parse(task: Fields): Task {
  const examples = task.list("examples", { least: 1 }, (example) => {
    const [input, output] = [example.text("input"), example.text("output")];
    if (normaliseAnswer(output) === "") {
      throw example.refused("output", "an answer of which a metric compares something");
    }
    return { input, output };
  });
  const held = Math.min(
    Math.max(1, Math.floor(examples.length * TEST_SHARE)),
    MAXIMUM_TEST_EXAMPLES,
  );
  return {
    name: task.text("name"),
    metric: task.choice("metric", FILE_METRICS),
    descriptions: task.inner("descriptions").texts("eval", { least: 1 }),
    examples: examples.slice(-held),
    otherExamples: examples.slice(0, -held),
  };
}
