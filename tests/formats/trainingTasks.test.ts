import { expect, test } from "vitest";
import { placeDescription } from "../../src/engine/hypernetwork/taskMap";
import { readTrainingTasks } from "../../src/formats/trainingTasks";

const task = (name: string, x: number) => ({
  name,
  family: "lists",
  description: "Sort the words.",
  x,
  y: 0,
});

/** Three tasks along the axes of a space of three dimensions. */
const CONTENT = {
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

test("a list of training tasks is read, its vectors of length 1", () => {
  const file = readTrainingTasks(JSON.stringify(CONTENT));
  expect(file.tasks.map(({ name }) => name)).toEqual(["first", "second", "third"]);
  expect([...file.vectors]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, -1]);
  expect(file.nearestSimilarity.train).toEqual([
    { share: 0.05, similarity: 0.6 },
    { share: 0.5, similarity: 0.8 },
  ]);
});

test("a description is placed by the map's own projection, the nearest task first", () => {
  const file = readTrainingTasks(JSON.stringify(CONTENT));
  const { x, y, nearest } = placeDescription(file, Float32Array.of(0.6, 0.8, 0));
  expect([x, y]).toEqual([expect.closeTo(0.1, 6), expect.closeTo(0.8, 6)]);
  expect(nearest).toEqual([
    { task: 1, similarity: expect.closeTo(0.8, 6) },
    { task: 0, similarity: expect.closeTo(0.6, 6) },
    { task: 2, similarity: expect.closeTo(0, 6) },
  ]);
});

test.each([
  ["another version", { version: 2 }],
  ["too few vectors", { vectors: { ...CONTENT.vectors, int8: btoa("abc") } }],
  ["a third axis", { projection: { ...CONTENT.projection, axes: [[], [], []] } }],
  ["a task without a place", { tasks: [{ ...task("a", 0), x: null }] }],
  ["no quantiles", { nearest_similarity: { train: {} } }],
])("%s is refused as damaged", (_, change) => {
  expect(() => readTrainingTasks(JSON.stringify({ ...CONTENT, ...change }))).toThrow(
    expect.objectContaining({ code: "bad-file" }),
  );
});

test("what is not JSON is refused as damaged", () => {
  expect(() => readTrainingTasks("<html>")).toThrow(
    expect.objectContaining({ code: "bad-file" }),
  );
});
