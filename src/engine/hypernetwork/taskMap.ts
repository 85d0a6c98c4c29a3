/** The list of training tasks, and where a description lies among them. */
import { readTrainingTasks, type TrainingTaskFile } from "../../formats/trainingTasks";
import type { DescriptionPlace } from "../../shared/inspection";
import { AppError } from "../../shared/errors";
import { dot } from "../adapter/deltaSketch";
import type { ModelFiles } from "../files/modelFiles";

const NEIGHBOURS = 8;

/**
 * Finds the list beside the page: null when the site has none that fits this encoder, or there
 * is no encoder. What was found is remembered; that the list could not be fetched is not, so the next call asks again.
 */
export function taskFinder(
  files: ModelFiles,
  encoderSha256: string | null,
): () => Promise<TrainingTaskFile | null> {
  if (encoderSha256 === null) return async () => null;
  let found: Promise<TrainingTaskFile | null> | null = null;
  return () => {
    found ??= findTasks(files, encoderSha256).catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  };
}

async function findTasks(
  files: ModelFiles,
  encoderSha256: string,
): Promise<TrainingTaskFile | null> {
  const text = await files.findText("training-tasks.json");
  if (text === null) return null;
  try {
    const file = readTrainingTasks(text);
    return file.encoderSha256 === encoderSha256 ? file : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Neighbours of a description and its point on the map; `vector` is the description's sentence vector, of length 1. */
export function placeDescription(
  { tasks, dimension, vectors, projection }: TrainingTaskFile,
  vector: Float32Array,
): DescriptionPlace {
  const centred = vector.map((value, index) => value - projection.mean[index]!);
  const [x, y] = projection.axes.map((axis) => dot(centred, axis)) as [number, number];
  const nearest = tasks
    .map((_, task) => ({
      task,
      similarity: dot(vector, vectors.subarray(task * dimension, (task + 1) * dimension)),
    }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, NEIGHBOURS);
  return { x, y, nearest };
}
