import { describe, expect, test } from "vitest";
import {
  bootstrapMean,
  fewestToTell,
  meanInterval,
  pairedTest,
} from "../../src/shared/statistics";

const repeat = (value: number, count: number) => Array<number>(count).fill(value);

test("the bootstrap interval holds the mean and narrows with more values", () => {
  const alternating = (length: number) => Array.from({ length }, (_, index) => index % 2);
  const few = bootstrapMean(alternating(10));
  const many = bootstrapMean(alternating(1000));
  expect(few.score).toBe(0.5);
  expect(few.low).toBeLessThan(0.5);
  expect(few.high).toBeGreaterThan(0.5);
  expect(many.high - many.low).toBeLessThan((few.high - few.low) / 4);
  expect(bootstrapMean(alternating(10))).toEqual(few);
});

test("six wins of six have the p-value of six equal coins", () => {
  const found = pairedTest(repeat(1, 6), repeat(0, 6));
  expect(found).toMatchObject({ score: 1, isExact: true });
  expect(found.pValue).toBeCloseTo(2 / 64);
});

test("pairs that agree say nothing of no difference", () => {
  expect(pairedTest([1, 0, 1], [1, 0, 1])).toMatchObject({ score: 0, pValue: 1 });
  const left = [...repeat(1, 5), ...repeat(0, 40)];
  expect(pairedTest(left, repeat(0, 45)).pValue).toBeCloseTo(2 / 32);
});

test("many pairs are sampled and come near the exact value", () => {
  // 15 wins against 5 losses: the two-sided sign test gives 0.0414.
  const left = [...repeat(1, 15), ...repeat(0, 5)];
  const right = left.map((value) => 1 - value);
  const { pValue, isExact } = pairedTest(left, right);
  expect(isExact).toBe(false);
  expect(pValue).toBeGreaterThan(0.035);
  expect(pValue).toBeLessThan(0.048);
});

test("an even split is no difference, whatever its size", () => {
  const left = Array.from({ length: 60 }, (_, index) => index % 2);
  const right = left.map((value) => 1 - value);
  expect(pairedTest(left, right).pValue).toBeGreaterThan(0.9);
});

test("columns of unequal length are a mistake", () => {
  expect(() => pairedTest([1], [1, 0])).toThrow("not in pairs");
});

describe("the interval of a difference says what the test says", () => {
  test("five of five lost leave every difference possible", () => {
    const found = pairedTest(repeat(0, 5), repeat(1, 5));
    expect(found.pValue).toBeCloseTo(0.0625);
    expect(found.interval(0.05)).toEqual({ low: -1, high: 1 });
  });

  test("three of five won leave none possible, too", () => {
    const found = pairedTest([1, 1, 1, 0, 0], repeat(0, 5));
    expect(found.pValue).toBe(0.25);
    const { low, high } = found.interval(0.05);
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBe(1);
  });

  test("eight of eight won rule none out, but not a smaller one", () => {
    const found = pairedTest(repeat(1, 8), repeat(0, 8)).interval(0.05);
    expect(found.low).toBeGreaterThan(0.9);
  });

  test.each([0.05, 0.05 / 3, 0.01])("for all small outcomes, at %d", (alpha) => {
    for (let wins = 0; wins <= 9; wins++) {
      for (let losses = 0; wins + losses <= 9; losses++) {
        const left = [...repeat(1, wins), ...repeat(0, losses), ...repeat(1, 4)];
        const right = [...repeat(0, wins), ...repeat(1, losses), ...repeat(1, 4)];
        const { pValue, score, interval } = pairedTest(left, right);
        const { low, high } = interval(alpha);
        expect(low).toBeLessThanOrEqual(score);
        expect(high).toBeGreaterThanOrEqual(score);
        const holdsNone = low <= 0 && high >= 0;
        if (holdsNone && pValue < alpha) expect([low, high]).toContain(0);
        else expect(holdsNone).toBe(pValue >= alpha);
      }
    }
  });

  test("of parts of scores, where signs are sampled", () => {
    const left = Array.from({ length: 40 }, (_, index) => 0.6 + 0.3 * Math.sin(index));
    const right = left.map((value, index) => value - 0.1 - 0.05 * Math.cos(7 * index));
    const { score, pValue, interval } = pairedTest(left, right);
    const { low, high } = interval(0.05);
    expect(pValue).toBeLessThan(0.05);
    expect(low).toBeGreaterThan(0.08);
    expect(high).toBeLessThan(0.12);
    expect(score).toBeGreaterThan(low);
  });
});

describe("the interval of a score", () => {
  // Clopper and Pearson's, as in R's binom.test.
  test.each([
    [0, 10, 0, 0.3085],
    [10, 10, 0.6915, 1],
    [3, 5, 0.1466, 0.9473],
    [6, 10, 0.2624, 0.8784],
    [1, 40, 0.0006, 0.1316],
    [250, 500, 0.4553, 0.5447],
    [0, 1, 0, 0.975],
  ])("%d of %d right: %d to %d", (right, total, low, high) => {
    const found = meanInterval([...repeat(1, right), ...repeat(0, total - right)]);
    expect(found.score).toBe(right / total);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  test("in parts is wide where there are few", () => {
    expect(meanInterval([0.5, 0.6, 0.7])).toMatchObject({ low: 0, high: 1 });
    const many = meanInterval(Array.from({ length: 60 }, (_, at) => (at % 5) / 4));
    expect(many.low).toBeGreaterThan(0.35);
    expect(many.high).toBeLessThan(0.65);
  });
});

test("fewer examples than this show nothing, however they differ", () => {
  expect([1, 3, 15].map((comparisons) => fewestToTell(comparisons))).toEqual([6, 7, 10]);
  expect(pairedTest(repeat(1, 5), repeat(0, 5)).pValue).toBeGreaterThan(0.05);
  expect(pairedTest(repeat(1, 6), repeat(0, 6)).pValue).toBeLessThan(0.05);
});
