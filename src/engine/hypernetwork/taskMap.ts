/** Where a description lies among the training tasks: neighbours, and its point on the map. */
import type { TrainingTaskFile } from "../../formats/trainingTasks";
import type { DescriptionPlace } from "../../shared/engine";
import { dot } from "../adapter/deltaSketch";

const NEIGHBOURS = 8;

/** `vector` is the description's sentence vector, of length 1. */
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
