import { expect, test } from "vitest";
import { type Blend, isSameBlend } from "../../src/shared/adapter";

const BLEND: Blend = { description: "Whisper.", position: 0.5, space: "weights" };

test("blends are compared by their values, in whatever order they were written", () => {
  const { description, position, space } = BLEND;
  expect(isSameBlend(BLEND, { space, position, description })).toBe(true);
  expect(isSameBlend(null, null)).toBe(true);
});

test.each<Partial<Blend>>([
  { description: "Shout." },
  { position: 0.25 },
  { space: "descriptions" },
])("a blend with %o is another", (change) => {
  expect(isSameBlend(BLEND, { ...BLEND, ...change })).toBe(false);
});

test("a blend is not the same as none", () => {
  expect(isSameBlend(BLEND, null)).toBe(false);
  expect(isSameBlend(null, BLEND)).toBe(false);
});
