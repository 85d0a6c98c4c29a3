/** Results of a check: a score a column, tests between columns, disagreements. */
import { type Metric, score } from "../../shared/metrics";
import { normaliseAnswer } from "../../shared/text/normalisation";
import {
  fewestToTell,
  type Interval,
  meanInterval,
  pairedTest,
  type PairedTest,
} from "../../shared/statistics";
import type { CheckResult, CheckedRow } from "./state";

export interface ColumnScore extends Interval {
  id: string;
  /** Number of answers that were cut off at the longest answer. */
  cut: number;
  /** Of the examples, how many the column's adapter was taught on. */
  taught: number;
}

export interface Comparison extends Interval, Pick<PairedTest, "pValue" | "isExact"> {
  left: string;
  right: string;
  /** `pValue` after Holm's correction for all comparisons of the check (1979). */
  adjustedPValue: number;
  /** What may be said at 0.05, corrected; the interval says the same of 0. */
  verdict: "better" | "worse" | "open" | "too-few";
}

export interface ScoredRow {
  row: CheckedRow;
  /** Scores by column id, 0 to 1. */
  scores: Record<string, number>;
  /** Whether some column is at least half a point ahead of another. */
  disagrees: boolean;
}

/** Level of a check's tests, after correction. */
const SIGNIFICANT = 0.05;

type Answered = Pick<CheckResult, "rows" | "columns">;

export function scoreRows({ rows, columns }: Answered, metric: Metric): ScoredRow[] {
  return rows.map((row) => {
    const scores = columns.map(({ id }): [string, number] => [
      id,
      score(metric, row.answers[id]!.text, row.expected),
    ]);
    const values = scores.map(([, value]) => value);
    return {
      row,
      scores: Object.fromEntries(scores),
      disagrees: Math.max(...values) - Math.min(...values) >= 0.5,
    };
  });
}

/** Scores of the columns, empty without rows. */
export function scoreColumns(
  { columns }: Pick<CheckResult, "columns">,
  scored: readonly ScoredRow[],
): ColumnScore[] {
  if (scored.length === 0) return [];
  return columns.map(({ id }) => ({
    id,
    ...meanInterval(scored.map(({ scores }) => scores[id]!)),
    cut: scored.filter(({ row }) => row.answers[id]!.isCut).length,
    taught: scored.filter(({ row }) => row.taughtTo?.includes(id)).length,
  }));
}

/** Tests of every column against every other, on the same examples. */
export function compareColumns(
  { columns }: Pick<CheckResult, "columns">,
  scored: readonly ScoredRow[],
): Comparison[] {
  if (scored.length === 0) return [];
  const valuesOf = (id: string) => scored.map(({ scores }) => scores[id]!);
  const tests = columns.flatMap(({ id: right }, index) =>
    columns.slice(index + 1).map(({ id: left }) => ({
      left,
      right,
      test: pairedTest(valuesOf(left), valuesOf(right)),
    })),
  );
  const isTooFew = scored.length < fewestToTell(tests.length, SIGNIFICANT);
  return withHolm(tests.map(({ test }) => test)).map(
    ({ test, adjustedPValue, alpha }, index): Comparison => {
      const { score, pValue, isExact } = test;
      const isShown = adjustedPValue < SIGNIFICANT;
      return {
        left: tests[index]!.left,
        right: tests[index]!.right,
        score,
        ...test.interval(alpha),
        pValue,
        isExact,
        adjustedPValue,
        verdict: isShown
          ? score > 0
            ? "better"
            : "worse"
          : isTooFew
            ? "too-few"
            : "open",
      };
    },
  );
}

/** Of the rows, how many ask what an earlier one asks: they are no further evidence. */
export function repeatedRows(scored: readonly ScoredRow[]): number {
  const inputs = new Set(scored.map(({ row }) => normaliseAnswer(row.input)));
  return scored.length - inputs.size;
}

/** In the order of `tests`; each is significant where its p-value is below its `alpha`. */
function withHolm(
  tests: readonly PairedTest[],
): { test: PairedTest; adjustedPValue: number; alpha: number }[] {
  const ascending = [...tests].sort((a, b) => a.pValue - b.pValue);
  let [adjustedPValue, alpha] = [0, SIGNIFICANT];
  let isOpen = false;
  const corrected = new Map(
    ascending.map((test, rank) => {
      const rivals = ascending.length - rank;
      adjustedPValue = Math.max(adjustedPValue, Math.min(1, rivals * test.pValue));
      // Behind the first that is not significant none is, at that one's level.
      if (!isOpen) alpha = SIGNIFICANT / rivals;
      isOpen ||= adjustedPValue >= SIGNIFICANT;
      return [test, { test, adjustedPValue, alpha }];
    }),
  );
  return tests.map((test) => corrected.get(test)!);
}
