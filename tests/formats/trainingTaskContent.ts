/** A valid list of training tasks as training/commands/task_map.py writes it. */

export const task = (name: string, x: number) => ({
  name,
  family: "lists",
  description: "Sort the words.",
  x,
  y: 0,
});

/** Three tasks along the axes of a space of three dimensions. */
export const TASK_CONTENT = {
  format: "text-to-lora-tasks",
  version: 1,
  encoder: { id: "toy", sha256: "ab".repeat(32) },
  tasks: [task("first", 1), task("second", -1), task("third", 0)],
  vectors: {
    dimension: 3,
    scale: 1 / 127,
    int8: btoa(String.fromCharCode(127, 0, 0, 0, 100, 0, 0, 0, 256 - 128)),
  },
  projection: {
    mean: [0.5, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
    ],
    explained: 0.4,
  },
  nearest_similarity: {
    train: { "0.5": 0.8, "0.05": 0.6 },
    validation: { "0.5": 0.7 },
    gibberish: { "0.5": 0.3 },
  },
};
