/** Reads training-tasks.json: names, vectors and map of the tasks a hypernetwork was trained on. */
import type { NearestSimilarity, TrainingTask } from "../shared/engine";
import { AppError } from "../shared/errors";

const FORMAT = "text-to-lora-tasks";
const VERSION = 1;
const MAXIMUM_TASKS = 10_000;
const MAXIMUM_DIMENSION = 4096;
const MAXIMUM_TEXT = 500;

/** What training/task_map.py writes. */
export interface TrainingTaskFile {
  encoderSha256: string;
  tasks: TrainingTask[];
  dimension: number;
  /** `[tasks, dimension]`, each row of length 1. */
  vectors: Float32Array;
  /** Mean `[dimension]` and two axes `[dimension]`: a point is (vector − mean) · axis. */
  projection: { mean: number[]; axes: [number[], number[]]; explained: number };
  nearestSimilarity: NearestSimilarity;
}

/** Throws "bad-file" when the text is not such a file. */
export function readTrainingTasks(text: string): TrainingTaskFile {
  try {
    return parse(fieldsOf(JSON.parse(text)));
  } catch (cause) {
    throw new AppError("bad-file", "The list of training tasks is damaged.", { cause });
  }
}

type Fields = Record<string, unknown>;

function parse(content: Fields): TrainingTaskFile {
  check(content["format"] === FORMAT && content["version"] === VERSION);
  const projection = fieldsOf(content["projection"]);
  const vectors = fieldsOf(content["vectors"]);
  const tasks = listOf(content["tasks"]).map(parseTask);
  const dimension = number(vectors["dimension"]);
  check(tasks.length > 0 && tasks.length <= MAXIMUM_TASKS);
  check(Number.isInteger(dimension) && dimension > 0 && dimension <= MAXIMUM_DIMENSION);
  const codes = Int8Array.from(atob(String(vectors["int8"])), (character) =>
    character.charCodeAt(0),
  );
  check(codes.length === tasks.length * dimension);
  const [first, second, ...more] = listOf(projection["axes"]);
  check(more.length === 0);
  return {
    encoderSha256: words(fieldsOf(content["encoder"])["sha256"]),
    tasks,
    dimension,
    vectors: unitRows(codes, dimension),
    projection: {
      mean: numbers(projection["mean"], dimension),
      axes: [numbers(first, dimension), numbers(second, dimension)],
      explained: number(projection["explained"]),
    },
    nearestSimilarity: parseSimilarity(fieldsOf(content["nearest_similarity"])),
  };
}

function parseTask(value: unknown): TrainingTask {
  const { name, family, description, x, y } = fieldsOf(value);
  return {
    name: words(name),
    family: words(family),
    description: words(description),
    x: number(x),
    y: number(y),
  };
}

function parseSimilarity(content: Fields): NearestSimilarity {
  const of = (kind: string) =>
    Object.entries(fieldsOf(content[kind]))
      .map(([share, similarity]) => ({
        share: number(Number(share)),
        similarity: number(similarity),
      }))
      .sort((a, b) => a.share - b.share);
  return {
    train: of("train"),
    validation: of("validation"),
    gibberish: of("gibberish"),
  };
}

/** The rows scaled to length 1, whatever the scale of the codes. */
function unitRows(codes: Int8Array, dimension: number): Float32Array {
  const vectors = Float32Array.from(codes);
  for (let start = 0; start < vectors.length; start += dimension) {
    const row = vectors.subarray(start, start + dimension);
    const norm = Math.hypot(...row) || 1;
    row.forEach((value, index) => (row[index] = value / norm));
  }
  return vectors;
}

function fieldsOf(value: unknown): Fields {
  check(typeof value === "object" && value !== null && !Array.isArray(value));
  return value as Fields;
}

function listOf(value: unknown): unknown[] {
  check(Array.isArray(value));
  return value as unknown[];
}

function numbers(value: unknown, length: number): number[] {
  const list = listOf(value);
  check(list.length === length);
  return list.map(number);
}

function number(value: unknown): number {
  check(typeof value === "number" && Number.isFinite(value));
  return value as number;
}

function words(value: unknown): string {
  check(typeof value === "string" && value.length <= MAXIMUM_TEXT);
  return value as string;
}

function check(holds: boolean): void {
  if (!holds) throw new TypeError("not as training/task_map.py writes it");
}
