import { expect, test } from "vitest";
import measured from "../../src/tasks/demoScores.json";
import { demosByOutcome, outcomeOf } from "../../src/tasks/demoOutcomes";
import {
  type DemoScore,
  DEMO_INPUTS,
  DEMO_LESSON_EXAMPLES,
  demoScore,
} from "../../src/tasks/demoScores";
import { DEMOS } from "../../src/tasks/demos";
import { baseOf, MODELS } from "../../src/shared/models";
import { defaultTeaching } from "../../src/shared/teaching";
import { FIRST_DEMOS, OPENING_DEMO } from "../../src/tasks/firstDemos";

test("there is one demo a family, of at least twelve", () => {
  const families = DEMOS.map(({ family }) => family);
  expect(new Set(families).size).toBe(DEMOS.length);
  expect(DEMOS.length).toBeGreaterThanOrEqual(12);
});

test("a task that is a demo of both lists says the same in both places", () => {
  for (const { task, description } of FIRST_DEMOS) {
    const demo = DEMOS.find((one) => one.task === task);
    if (demo) expect(demo.description).toBe(description);
  }
});

test("every demo is shown once, under how it fares", () => {
  const shown = demosByOutcome().flatMap(({ demos }) => demos.map(({ task }) => task));
  expect(shown.toSorted()).toEqual(DEMOS.map(({ task }) => task).sort());
});

test("half right and better than both controls works; no better than one fails", () => {
  const outcome = (base: number, prompt: number, adapter: number) =>
    outcomeOf({ base, prompt, adapter, taught: DEMO_INPUTS });
  const share = (part: number) => Math.round(part * DEMO_INPUTS);
  expect(outcome(0, 0, share(0.5))).toBe("works");
  expect(outcome(0, 0, share(0.4))).toBe("partly");
  expect(outcome(0, share(0.9), share(0.9))).toBe("fails");
  expect(outcome(0, 0, 0)).toBe("fails");
});

test("what was measured is of the descriptions shown, and no more than there is", () => {
  const wanted = new Map(
    [...FIRST_DEMOS, ...DEMOS].map(({ task, description }) => [task, description]),
  );
  for (const [task, score] of Object.entries(measured.scores)) {
    const { description, ...counts } = score as DemoScore & { description: string };
    expect(wanted.get(task)).toBe(description);
    expect(Object.keys(counts)).toEqual(
      expect.arrayContaining(["base", "prompt", "adapter"]),
    );
    for (const count of Object.values(counts)) {
      expect(count).toBeGreaterThanOrEqual(0);
      expect(count).toBeLessThanOrEqual(measured.inputs);
    }
  }
});

test("every demo was measured, taught with the settings that the page begins with", () => {
  for (const { task } of [...FIRST_DEMOS, ...DEMOS])
    expect(demoScore(task)).not.toBe(null);
  const base = baseOf(MODELS, measured.hypernetwork.id);
  expect(measured.lesson.settings).toEqual(
    defaultTeaching(base, DEMO_LESSON_EXAMPLES, false),
  );
});

test("the demo offered to a first visit is right most of the time, and the most often", () => {
  const { base, prompt, adapter } = demoScore(OPENING_DEMO.task)!;
  expect(adapter).toBeGreaterThan((3 / 4) * DEMO_INPUTS);
  expect(adapter).toBeGreaterThan(Math.max(base, prompt));
  for (const { task } of FIRST_DEMOS) {
    expect(demoScore(task)!.adapter).toBeLessThanOrEqual(adapter);
  }
});
