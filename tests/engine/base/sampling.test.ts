import { expect, test } from "vitest";
import { createSampler } from "../../../src/engine/base/sampling";
import { GREEDY } from "../../../src/shared/sampler";

const LOGITS = Float32Array.of(1, 3, 2, -1);

function drawMany(settings: Partial<typeof GREEDY>, count = 400): number[] {
  const sample = createSampler({ ...GREEDY, temperature: 1, ...settings });
  return Array.from({ length: count }, () => sample(LOGITS, []));
}

test("greedy takes the largest logit, the first of equals", () => {
  const sample = createSampler(GREEDY);
  expect(sample(LOGITS, [])).toBe(1);
  expect(sample(Float32Array.of(5, 7, 7), [])).toBe(1);
});

test("an unused token is never chosen, whatever its logit", () => {
  expect(createSampler(GREEDY, [1])(LOGITS, [])).toBe(2);
  const sample = createSampler({ ...GREEDY, temperature: 1 }, [1, 2]);
  const draws = Array.from({ length: 400 }, () => sample(LOGITS, []));
  expect(new Set(draws)).toEqual(new Set([0, 3]));
  expect([...LOGITS]).toEqual([1, 3, 2, -1]);
});

test("a repetition penalty pushes seen tokens down, negative logits too", () => {
  const sample = createSampler({ ...GREEDY, repetitionPenalty: 2 });
  expect(sample(LOGITS, [1])).toBe(2);
  expect(sample(Float32Array.of(-1, -1.5), [0])).toBe(1);
});

test("sampling follows the softmax of the logits", () => {
  const draws = drawMany({ seed: 7 }, 4000);
  const exponentials = Array.from(LOGITS, Math.exp);
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  exponentials.forEach((value, token) => {
    const share = draws.filter((draw) => draw === token).length / draws.length;
    expect(Math.abs(share - value / total)).toBeLessThan(0.03);
  });
});

test("the same seed draws the same tokens, another seed others", () => {
  expect(drawMany({ seed: 5 })).toEqual(drawMany({ seed: 5 }));
  expect(drawMany({ seed: 5 })).not.toEqual(drawMany({ seed: 6 }));
});

test("top-k keeps the k most probable tokens", () => {
  expect(new Set(drawMany({ topK: 2 }))).toEqual(new Set([1, 2]));
  expect(new Set(drawMany({ topK: 1 }))).toEqual(new Set([1]));
});

test("top-p keeps the smallest set that reaches the mass", () => {
  expect(new Set(drawMany({ topP: 0.6 }))).toEqual(new Set([1]));
  expect(new Set(drawMany({ topP: 0.7 }))).toEqual(new Set([1, 2]));
});

test("a lower temperature sharpens the choice", () => {
  const share = (temperature: number) =>
    drawMany({ temperature, seed: 3 }).filter((token) => token === 1).length;
  expect(share(0.3)).toBeGreaterThan(share(1));
  expect(share(1)).toBeGreaterThan(share(3));
});
