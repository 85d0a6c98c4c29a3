import { expect, test } from "vitest";
import { placeDescription } from "../../src/engine/hypernetwork/taskMap";
import { readTrainingTasks } from "../../src/formats/trainingTasks";
import { task, TASK_CONTENT } from "./trainingTaskContent";

test("a list of training tasks is read, its vectors of length 1", () => {
  const file = readTrainingTasks(JSON.stringify(TASK_CONTENT));
  expect(file.tasks.map(({ name }) => name)).toEqual(["first", "second", "third"]);
  expect([...file.vectors]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, -1]);
  expect(file.nearestSimilarity.train).toEqual([
    { share: 0.05, similarity: 0.6 },
    { share: 0.5, similarity: 0.8 },
  ]);
});

test("a description is placed by the map's own projection, the nearest task first", () => {
  const file = readTrainingTasks(JSON.stringify(TASK_CONTENT));
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
  ["too few vectors", { vectors: { ...TASK_CONTENT.vectors, int8: btoa("abc") } }],
  ["a third axis", { projection: { ...TASK_CONTENT.projection, axes: [[], [], []] } }],
  ["a task without a place", { tasks: [{ ...task("a", 0), x: null }] }],
  ["no quantiles", { nearest_similarity: { train: {} } }],
])("%s is refused as damaged", (_, change) => {
  expect(() => readTrainingTasks(JSON.stringify({ ...TASK_CONTENT, ...change }))).toThrow(
    expect.objectContaining({ code: "bad-file" }),
  );
});

test("what is not JSON is refused as damaged", () => {
  expect(() => readTrainingTasks("<html>")).toThrow(
    expect.objectContaining({ code: "bad-file" }),
  );
});
