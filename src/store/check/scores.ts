/** Results of a check: a score a column, tests between columns, disagreements. */
import { type Metric, score } from "../../shared/metrics";
import {
  type Interval,
  type PairedDifference,
  bootstrapMean,
  pairedDifference,
} from "../../shared/statistics";
import type { CheckResult, CheckedRow } from "./state";

export interface ColumnScore extends Interval {
  id: string;
  /** Number of answers that were cut off at the longest answer. */
  cut: number;
  /** Of the examples, how many the column's adapter was taught on. */
  taught: number;
}

export interface Comparison extends PairedDifference {
  left: string;
  right: string;
  /** `pValue` after Holm's correction for all comparisons of the check (1979). */
  adjustedPValue: number;
}

export interface ScoredRow {
  row: CheckedRow;
  /** Scores by column id, 0 to 1. */
  scores: Record<string, number>;
  /** Whether some column is at least half a point ahead of another. */
  disagrees: boolean;
}

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
    ...intervalOf(scored.map(({ scores }) => scores[id]!)),
    cut: scored.filter(({ row }) => row.answers[id]!.isCut).length,
    taught: scored.filter(({ row }) => row.taughtTo?.includes(id)).length,
  }));
}

/**
 * Interval by bootstrap; where all are wrong or all right it has no width, and the rule of
 * three stands in.
 */
function intervalOf(values: readonly number[]): Interval {
  const interval = bootstrapMean(values);
  const widest = Math.min(1, 3 / values.length);
  if (values.every((value) => value === 0)) return { ...interval, high: widest };
  if (values.every((value) => value === 1)) return { ...interval, low: 1 - widest };
  return interval;
}

/** Tests of every column against every other, on the same examples. */
export function compareColumns(
  { columns }: Pick<CheckResult, "columns">,
  scored: readonly ScoredRow[],
): Comparison[] {
  if (scored.length === 0) return [];
  const valuesOf = (id: string) => scored.map(({ scores }) => scores[id]!);
  const comparisons = columns.flatMap(({ id: right }, index) =>
    columns.slice(index + 1).map(({ id: left }) => ({
      left,
      right,
      ...pairedDifference(valuesOf(left), valuesOf(right)),
    })),
  );
  return withHolm(comparisons);
}

function withHolm<T extends { pValue: number }>(
  comparisons: readonly T[],
): (T & { adjustedPValue: number })[] {
  const ascending = [...comparisons].sort((a, b) => a.pValue - b.pValue);
  let largest = 0;
  const adjusted = new Map(
    ascending.map((comparison, rank) => {
      const value = Math.min(1, (ascending.length - rank) * comparison.pValue);
      largest = Math.max(largest, value);
      return [comparison, largest];
    }),
  );
  return comparisons.map((comparison) => ({
    ...comparison,
    adjustedPValue: adjusted.get(comparison)!,
  }));
}
