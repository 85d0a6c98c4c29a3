import { expect, test } from "vitest";
import {
  compareColumns,
  repeatedRows,
  scoreColumns,
  scoreRows,
} from "../../../src/store/check/scores";
import type { CheckedRow } from "../../../src/store/check/state";
import type { AskedColumn } from "../../../src/store/chat/conversationState";

const COLUMNS: AskedColumn[] = [
  { id: "base", name: "", source: { kind: "base" }, timings: null },
  { id: "adapted", name: "", source: { kind: "adapted" }, timings: null },
  { id: "prompted", name: "", source: { kind: "prompted" }, timings: null },
];

/** Ten examples; the adapter is right in the first `right`, the others never. */
function rows(right: number): CheckedRow[] {
  return Array.from({ length: 10 }, (_, index) => ({
    line: index + 1,
    input: "in",
    expected: "Oslo",
    answers: {
      base: { text: "The answer is Oslo, I think.", isCut: index < 4 },
      adapted: { text: index < right ? "Oslo" : "Bergen", isCut: false },
      prompted: { text: "Bergen", isCut: false },
    },
  }));
}

test("each metric scores each column over the examples", () => {
  const columns = COLUMNS;
  const scoresBy = (metric: "exact" | "contains" | "rouge") =>
    scoreColumns({ columns }, scoreRows({ columns, rows: rows(6) }, metric)).map(
      ({ score }) => Number(score.toFixed(2)),
    );
  expect(scoresBy("exact")).toEqual([0, 0.6, 0]);
  expect(scoresBy("contains")).toEqual([1, 0.6, 0]);
  expect(scoresBy("rouge")).toEqual([0.29, 0.6, 0]);
});

test("ten wrong answers of ten do not prove that all are wrong", () => {
  const scored = scoreRows({ columns: COLUMNS, rows: rows(10) }, "exact");
  expect(scoreColumns({ columns: COLUMNS }, scored)).toMatchObject([
    { id: "base", score: 0, low: 0, high: expect.closeTo(0.3085, 4) },
    { id: "adapted", score: 1, low: expect.closeTo(0.6915, 4), high: 1 },
    { id: "prompted", score: 0, low: 0, high: expect.closeTo(0.3085, 4) },
  ]);
});

test("cut answers are counted and disagreements are found", () => {
  const scored = scoreRows({ columns: COLUMNS, rows: rows(6) }, "exact");
  expect(scoreColumns({ columns: COLUMNS }, scored)[0]!.cut).toBe(4);
  expect(scored.filter(({ disagrees }) => disagrees)).toHaveLength(6);
});

test("columns are compared in pairs, and many comparisons cost certainty", () => {
  const scored = scoreRows({ columns: COLUMNS, rows: rows(9) }, "exact");
  const comparisons = compareColumns({ columns: COLUMNS }, scored);
  expect(comparisons.map(({ left, right, score }) => [left, right, score])).toEqual([
    ["adapted", "base", 0.9],
    ["prompted", "base", 0],
    ["prompted", "adapted", -0.9],
  ]);
  expect(comparisons[0]!.pValue).toBeCloseTo(2 / 512);
  expect(comparisons[0]!.adjustedPValue).toBeCloseTo(6 / 512);
  expect(comparisons[2]!.adjustedPValue).toBeCloseTo(6 / 512);
  expect(comparisons[1]!.adjustedPValue).toBe(1);
});

test("a verdict, its interval and its p-value say the same", () => {
  for (let right = 0; right <= 10; right++) {
    const scored = scoreRows({ columns: COLUMNS, rows: rows(right) }, "exact");
    for (const comparison of compareColumns({ columns: COLUMNS }, scored)) {
      const { low, high, score, adjustedPValue, verdict } = comparison;
      const isShown = adjustedPValue < 0.05;
      expect(low < 0 && high > 0).toBe(!isShown || score === 0);
      expect(verdict).toBe(isShown ? (score > 0 ? "better" : "worse") : "open");
    }
  }
});

test("too few examples to tell are said to be too few", () => {
  const columns = COLUMNS.slice(0, 2);
  const verdictsOf = (count: number) =>
    compareColumns(
      { columns },
      scoreRows({ columns, rows: rows(10).slice(0, count) }, "exact"),
    ).map(({ verdict, low, high }) => [verdict, low, high]);
  expect(verdictsOf(5)).toEqual([["too-few", -1, 1]]);
  expect(verdictsOf(6)).toMatchObject([["better", expect.any(Number), 1]]);
});

test("rows that ask the same are counted", () => {
  const scored = scoreRows({ columns: COLUMNS, rows: rows(6) }, "exact");
  expect(repeatedRows(scored)).toBe(9);
});

test("nothing answered scores nothing", () => {
  expect(scoreColumns({ columns: COLUMNS }, [])).toEqual([]);
  expect(compareColumns({ columns: COLUMNS }, [])).toEqual([]);
});
