import { expect, test } from "vitest";
import { pairedDifference } from "../../src/shared/statistics";

test("six wins of six have the p-value of six equal coins", () => {
  const difference = pairedDifference([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]);
  expect(difference).toMatchObject({ score: 1, low: 1, high: 1, isExact: true });
  expect(difference.pValue).toBeCloseTo(2 / 64);
});

test("pairs that agree say nothing", () => {
  expect(pairedDifference([1, 0, 1], [1, 0, 1])).toMatchObject({ score: 0, pValue: 1 });
  const left = [1, 1, 1, 1, 1, ...Array<number>(40).fill(0)];
  const right = Array<number>(45).fill(0);
  expect(pairedDifference(left, right).pValue).toBeCloseTo(2 / 32);
});

test("many pairs are sampled and come near the exact value", () => {
  // 15 wins against 5 losses: the two-sided sign test gives 0.0414.
  const left = [...Array<number>(15).fill(1), ...Array<number>(5).fill(0)];
  const right = left.map((value) => 1 - value);
  const { pValue, isExact } = pairedDifference(left, right);
  expect(isExact).toBe(false);
  expect(pValue).toBeGreaterThan(0.035);
  expect(pValue).toBeLessThan(0.048);
});

test("an even split is no difference, whatever its size", () => {
  const left = Array.from({ length: 60 }, (_, index) => index % 2);
  const right = left.map((value) => 1 - value);
  expect(pairedDifference(left, right).pValue).toBeGreaterThan(0.9);
});

test("columns of unequal length are a mistake", () => {
  expect(() => pairedDifference([1], [1, 0])).toThrow("not in pairs");
});
