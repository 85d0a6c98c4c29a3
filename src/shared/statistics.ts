/** Means with bootstrap intervals. */
import { randomStream } from "./random";

export interface Interval {
  score: number;
  low: number;
  high: number;
}

const RESAMPLES = 2000;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean and its 95 % percentile bootstrap interval over `values` (Efron 1979); repeatable. */
export function bootstrapMean(values: readonly number[], seed = 0): Interval {
  if (values.length === 0) throw new Error("No values to average.");
  const random = randomStream(seed);
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn++) {
      sum += values[Math.floor(random() * values.length)]!;
    }
    return sum / values.length;
  }).sort();
  return {
    score: mean(values),
    low: means[Math.floor(0.025 * RESAMPLES)]!,
    high: means[Math.ceil(0.975 * RESAMPLES) - 1]!,
  };
}
