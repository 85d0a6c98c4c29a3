import { expect, test } from "vitest";
import measured from "../../src/tasks/demoScores.json";
import { demosByOutcome, outcomeOf } from "../../src/tasks/demoOutcomes";
import { DEMO_INPUTS } from "../../src/tasks/demoScores";
import { DEMOS } from "../../src/tasks/demos";
import { FIRST_DEMOS } from "../../src/tasks/firstDemos";

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
  const share = (part: number) => Math.round(part * DEMO_INPUTS);
  expect(outcomeOf({ base: 0, prompt: 0, adapter: share(0.5) })).toBe("works");
  expect(outcomeOf({ base: 0, prompt: 0, adapter: share(0.4) })).toBe("partly");
  expect(outcomeOf({ base: 0, prompt: share(0.9), adapter: share(0.9) })).toBe("fails");
  expect(outcomeOf({ base: 0, prompt: 0, adapter: 0 })).toBe("fails");
});

test("what was measured is of the descriptions shown, and no more than there is", () => {
  const wanted = new Map(
    [...FIRST_DEMOS, ...DEMOS].map(({ task, description }) => [task, description]),
  );
  for (const [task, score] of Object.entries(measured.scores)) {
    const { description, base, prompt, adapter } = score as Record<string, unknown>;
    expect(wanted.get(task)).toBe(description);
    for (const count of [base, prompt, adapter]) {
      expect(count).toBeGreaterThanOrEqual(0);
      expect(count).toBeLessThanOrEqual(measured.inputs);
    }
  }
});
