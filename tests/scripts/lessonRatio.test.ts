import { expect, test } from "vitest";
import { stepOverReading } from "../../scripts/bench/lessons";

test("a step is held against reading by its fastest run, token by token", () => {
  const timing = { tokens: 200, stepMs: [900, 800, 1000], readTokens: 100, readMs: 200 };
  expect(stepOverReading(timing)).toBe(2);
});
