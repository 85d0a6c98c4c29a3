/** Means with bootstrap intervals, and a test of whether two columns of scores differ. */
import { randomStream } from "./random";

export interface Interval {
  score: number;
  low: number;
  high: number;
}

const RESAMPLES = 2000;

export function mean(values: readonly number[]): number {
  return sumOf(values) / values.length;
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

export interface PairedDifference extends Interval {
  /** Two-sided p-value: how often a difference this large arises when the signs are arbitrary. */
  pValue: number;
  /** Whether every assignment of signs was counted instead of a sample of them. */
  isExact: boolean;
}

/** Above this many unequal pairs, 2^n assignments of signs are sampled instead of counted. */
const MOST_COUNTED_PAIRS = 14;
const SIGN_SAMPLES = 10_000;

/**
 * The mean of left − right over the same examples with its 95 % bootstrap interval, and a
 * sign-flip permutation test (Fisher 1935): under no difference each pair's sign is arbitrary.
 */
export function pairedDifference(
  left: readonly number[],
  right: readonly number[],
  seed = 0,
): PairedDifference {
  if (left.length !== right.length) throw new Error("The scores are not in pairs.");
  const differences = left.map((value, index) => value - right[index]!);
  return { ...bootstrapMean(differences, seed), ...signFlipTest(differences, seed) };
}

function signFlipTest(
  differences: readonly number[],
  seed: number,
): Pick<PairedDifference, "pValue" | "isExact"> {
  const unequal = differences.filter((difference) => difference !== 0);
  // Sums of the same numbers in another order may differ in the last bits.
  const observed = Math.abs(sumOf(unequal)) - 1e-9;
  if (unequal.length <= MOST_COUNTED_PAIRS) {
    const assignments = 2 ** unequal.length;
    let asLarge = 0;
    for (let signs = 0; signs < assignments; signs++) {
      const flipped = unequal.map((value, bit) => (signs & (1 << bit) ? -value : value));
      if (Math.abs(sumOf(flipped)) >= observed) asLarge += 1;
    }
    return { pValue: asLarge / assignments, isExact: true };
  }
  const random = randomStream(seed);
  let asLarge = 0;
  for (let sample = 0; sample < SIGN_SAMPLES; sample++) {
    const flipped = unequal.map((value) => (random() < 0.5 ? -value : value));
    if (Math.abs(sumOf(flipped)) >= observed) asLarge += 1;
  }
  // The observed assignment counts as one of the samples (Phipson and Smyth 2010).
  return { pValue: (asLarge + 1) / (SIGN_SAMPLES + 1), isExact: false };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
