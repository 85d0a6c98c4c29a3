/** Reads training-tasks.json: names, vectors and map of the tasks a hypernetwork was trained on. */
import type { NearestSimilarity, TrainingTask } from "../shared/inspection";
import { type Fields, readJson } from "../shared/json";

const FORMAT = "text-to-lora-tasks";
const VERSION = 1;
const MAXIMUM_TASKS = 10_000;
const MAXIMUM_DIMENSION = 4096;
const MAXIMUM_TEXT = 500;

/** What training/commands/task_map.py writes. */
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
  return readJson(text, "training-tasks", parse);
}

function parse(root: Fields): TrainingTaskFile {
  root.choice("format", [FORMAT]);
  root.count("version", { least: VERSION, most: VERSION });
  const projection = root.inner("projection");
  const vectors = root.inner("vectors");
  const tasks = root.list("tasks", { least: 1, most: MAXIMUM_TASKS }, parseTask);
  const dimension = vectors.count("dimension", { most: MAXIMUM_DIMENSION });
  const length = { least: dimension, most: dimension };
  const codes = Int8Array.from(atob(vectors.text("int8")), (character) =>
    character.charCodeAt(0),
  );
  if (codes.length !== tasks.length * dimension) {
    throw vectors.refused("int8", `${tasks.length} × ${dimension} values`);
  }
  const axes = projection.items("axes", { least: 2, most: 2 }, (list, index) =>
    list.numbers(index, length),
  );
  return {
    encoderSha256: root.inner("encoder").hash("sha256"),
    tasks,
    dimension,
    vectors: unitRows(codes, dimension),
    projection: {
      mean: projection.numbers("mean", length),
      axes: axes as [number[], number[]],
      explained: projection.number("explained"),
    },
    nearestSimilarity: parseSimilarity(root.inner("nearest_similarity")),
  };
}

function parseTask(task: Fields): TrainingTask {
  return {
    name: task.text("name", { most: MAXIMUM_TEXT }),
    family: task.text("family", { most: MAXIMUM_TEXT }),
    description: task.text("description", { most: MAXIMUM_TEXT }),
    x: task.number("x"),
    y: task.number("y"),
  };
}

function parseSimilarity(kinds: Fields): NearestSimilarity {
  return {
    train: parseQuantiles(kinds.inner("train")),
    validation: parseQuantiles(kinds.inner("validation")),
    gibberish: parseQuantiles(kinds.inner("gibberish")),
  };
}

/** The keys are shares, the values similarities. */
function parseQuantiles(quantiles: Fields): NearestSimilarity["train"] {
  return quantiles
    .keys()
    .map((key) => {
      const share = Number(key);
      if (!Number.isFinite(share)) throw quantiles.refused(key, "at a share of its own");
      return { share, similarity: quantiles.number(key) };
    })
    .sort((a, b) => a.share - b.share);
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
