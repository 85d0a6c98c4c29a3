import { expect, test } from "vitest";
import { readCurve } from "../../scripts/evaluation/curve";

const SHA = "ab".repeat(32);

function evaluation(tasks: Record<string, Record<string, number>>): string {
  const setup = { hypernetwork: "t2l", checkpoint: SHA, limit: 8 };
  return JSON.stringify({ setup, tasks });
}

/** Scores of the three starts after none and four examples. */
function scores(generated: number[], zero: number[], other: number[]) {
  return Object.fromEntries(
    Object.entries({ generated, zero, other }).flatMap(([start, [none, four]]) => [
      [`${start}-0`, none!],
      [`${start}-4`, four!],
    ]),
  );
}

const SOLID = scores([0.5, 0.75], [0, 0.5], [0.25, 0.5]);

test("an evaluation gives means over the tasks that have all scores, and paired differences", () => {
  const curve = readCurve(
    evaluation({
      a: { ...SOLID, own: 0.1 },
      b: { ...SOLID, "generated-4": 0.25 },
      cut: { "generated-0": 1 },
    }),
  );
  expect(curve).toMatchObject({
    engine: "page",
    hypernetwork: { id: "t2l", sha256: SHA },
    tasks: 2,
    inputs: 8,
  });
  expect(curve.curves.generated).toEqual([
    { examples: 0, score: 0.5, low: 0.5, high: 0.5 },
    { examples: 4, score: 0.5, low: 0.25, high: 0.75 },
  ]);
  expect(curve.overZero).toEqual([
    { examples: 0, score: 0.5, low: 0.5, high: 0.5 },
    { examples: 4, score: 0, low: -0.25, high: 0.25 },
  ]);
});

test("lessons that only some tasks have had can be left out", () => {
  const more = { "generated-8": 1, "zero-8": 1, "other-8": 1 };
  const text = evaluation({ a: SOLID, b: { ...SOLID, ...more } });
  expect(readCurve(text).tasks).toBe(1);
  const curve = readCurve(text, [0, 4]);
  expect(curve.tasks).toBe(2);
  expect(curve.curves.zero.map(({ examples }) => examples)).toEqual([0, 4]);
});

function run(start: string, count: number, steps: Record<string, number>, inputs = 8) {
  return {
    [`${start}-${count}`]: {
      hypernetwork: `t2l ${SHA}`,
      start,
      plan: { inputs },
      tasks: { [count]: { a: steps } },
    },
  };
}

const RUNS = {
  ...run("own", 0, { 0: 0.5 }),
  ...run("zero", 0, { 0: 0 }),
  ...run("other", 0, { 0: 0.25 }),
  ...run("own", 16, { 2: 0.5, 10: 1 }),
  ...run("zero", 16, { 6: 0.5 }),
  ...run("other", 16, { 6: 0.75 }),
  ...run("multitask", 16, { 6: 0.1 }, 99),
};

test("runs of PyTorch give the scores after the last step, under the page's names", () => {
  const curve = readCurve(JSON.stringify(RUNS));
  expect(curve).toMatchObject({ engine: "pytorch", tasks: 1, inputs: 8 });
  expect(curve.curves.generated.map(({ examples, score }) => [examples, score])).toEqual([
    [0, 0.5],
    [16, 1],
  ]);
  expect(curve.curves.other.at(-1)!.score).toBe(0.75);
});

test.each([
  ["no JSON", "{", /not JSON/],
  ["scores above 1", evaluation({ a: { ...SOLID, "zero-4": 40 } }), /zero-4.*40/],
  ["no lessons", evaluation({ a: { own: 1 } }), /No task/],
  ["no task with all lessons", evaluation({ a: { "generated-4": 1 } }), /No task/],
  [
    "runs of other inputs",
    JSON.stringify({ ...RUNS, ...run("zero", 0, { 0: 0 }, 4) }),
    /no checkpoint and inputs in common/,
  ],
])("%s is refused with its fault", (_, text, fault) => {
  expect(() => readCurve(text)).toThrow(fault);
});
