/** Means with intervals, and a test of whether two columns of scores differ. */
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

export interface PairedTest {
  /** The mean difference. */
  score: number;
  /** Two-sided p-value: how often a difference this large arises when the signs are arbitrary. */
  pValue: number;
  /** Whether every assignment of signs was counted instead of a sample of them. */
  isExact: boolean;
  /**
   * The differences that the same test does not reject at `alpha`, within −1 to 1: 0 is among them
   * exactly where `pValue` is not below `alpha`.
   */
  interval(alpha: number): Pick<Interval, "low" | "high">;
}

/** Above this many pairs, 2^n assignments of signs are sampled instead of counted. */
const MOST_COUNTED_PAIRS = 14;
const SIGN_SAMPLES = 10_000;
const HALVINGS = 40;

/**
 * The mean of left − right over the same examples, by a sign-flip permutation test (Fisher 1935):
 * under no difference each pair's sign is arbitrary. Where scores are 0 or 1 it is McNemar's test,
 * exact while all assignments are counted.
 */
export function pairedTest(
  left: readonly number[],
  right: readonly number[],
  seed = 0,
): PairedTest {
  if (left.length !== right.length) throw new Error("The scores are not in pairs.");
  const differences = left.map((value, index) => value - right[index]!);
  const score = mean(differences);
  // Pairs that agree say nothing of no difference, so that more of the others can be counted.
  const none = signFlips(
    differences.filter((difference) => difference !== 0),
    seed,
  );
  const pValue = none.pValue(0);
  return {
    score,
    pValue,
    isExact: none.isExact,
    interval(alpha) {
      const found = notRejected(signFlips(differences, seed), score, alpha, [-1, 1]);
      // Where assignments are sampled, the test of 0 and that of its neighbours differ a little.
      const isOpen = pValue >= alpha;
      return {
        low: isOpen
          ? Math.min(0, found.low)
          : score > 0
            ? Math.max(0, found.low)
            : found.low,
        high: isOpen
          ? Math.max(0, found.high)
          : score < 0
            ? Math.min(0, found.high)
            : found.high,
      };
    },
  };
}

/** Fewest examples on which `comparisons` tests can show a difference, if all examples differ. */
export function fewestToTell(comparisons: number, alpha = 0.05): number {
  let count = 1;
  while (comparisons * 2 ** (1 - count) >= alpha) count += 1;
  return count;
}

/**
 * The mean of scores from 0 to 1 and its interval of confidence 1 − `alpha`: the exact one of
 * Clopper and Pearson (1934) where all are 0 or 1, else the means that a sign-flip test of the
 * scores' distances to them does not reject.
 */
export function meanInterval(
  values: readonly number[],
  alpha = 0.05,
  seed = 0,
): Interval {
  if (values.length === 0) throw new Error("No values to average.");
  const score = mean(values);
  return values.every((value) => value === 0 || value === 1)
    ? { score, ...exactShare(sumOf(values), values.length, alpha) }
    : { score, ...notRejected(signFlips(values, seed), score, alpha, [0, 1]) };
}

/** The shares under which `right` of `total` is not too many or too few by `alpha` / 2. */
function exactShare(
  right: number,
  total: number,
  alpha: number,
): Pick<Interval, "low" | "high"> {
  const ways = [0];
  for (let count = 1; count <= total; count++) {
    ways.push(ways[count - 1]! + Math.log((total - count + 1) / count));
  }
  const atMost = (most: number, share: number) => {
    let sum = 0;
    for (let count = 0; count <= most; count++) {
      // 0 · log 0 is 0 here.
      const ofRight = count === 0 ? 0 : count * Math.log(share);
      const log = ofRight + (total - count) * Math.log1p(-share);
      sum += Math.exp(ways[count]! + log);
    }
    return sum;
  };
  const isTooMany = (share: number) => 1 - atMost(right - 1, share) < alpha / 2;
  const isTooFew = (share: number) => atMost(right, share) < alpha / 2;
  return {
    low: right === 0 ? 0 : boundary(0, right / total, isTooMany),
    high: right === total ? 1 : boundary(1, right / total, isTooFew),
  };
}

interface SignFlips {
  /** p-value of the mean being `shift`. */
  pValue(shift: number): number;
  isExact: boolean;
}

/** Sums of the values and of the signs alone, for every assignment or a sample of them. */
function signFlips(values: readonly number[], seed: number): SignFlips {
  const isExact = values.length <= MOST_COUNTED_PAIRS;
  const assignments = isExact ? 2 ** values.length : SIGN_SAMPLES;
  const [sums, signs] = [new Float64Array(assignments), new Float64Array(assignments)];
  const random = randomStream(seed);
  for (let index = 0; index < assignments; index++) {
    values.forEach((value, bit) => {
      const isFlipped = isExact ? (index & (1 << bit)) !== 0 : random() < 0.5;
      sums[index]! += isFlipped ? -value : value;
      signs[index]! += isFlipped ? -1 : 1;
    });
  }
  const total = sumOf(values);
  return {
    isExact,
    pValue(shift) {
      // Sums of the same numbers in another order may differ in the last bits.
      const observed = Math.abs(total - values.length * shift) - 1e-9;
      let asLarge = 0;
      for (let index = 0; index < assignments; index++) {
        if (Math.abs(sums[index]! - signs[index]! * shift) >= observed) asLarge += 1;
      }
      // A sample counts the observed assignment too (Phipson and Smyth 2010).
      return isExact ? asLarge / assignments : (asLarge + 1) / (assignments + 1);
    },
  };
}

/** The shifts, within the bounds, that the test does not reject. */
function notRejected(
  { pValue }: SignFlips,
  score: number,
  alpha: number,
  [least, most]: readonly [number, number],
): Pick<Interval, "low" | "high"> {
  const isRejected = (shift: number) => pValue(shift) < alpha;
  return {
    low: boundary(least, score, isRejected),
    high: boundary(most, score, isRejected),
  };
}

/** Where `isOut` ends on the way from `far` to `inside`; `far` itself when it is not out. */
function boundary(
  far: number,
  inside: number,
  isOut: (value: number) => boolean,
): number {
  if (!isOut(far)) return far;
  let [out, within] = [far, inside];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (out + within) / 2;
    if (isOut(middle)) out = middle;
    else within = middle;
  }
  return within;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
