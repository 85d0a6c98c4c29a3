/** Scores an answer against the expected one; exact and rouge are those of training/data/metrics.py. */

export const METRICS = ["exact", "contains", "rouge"] as const;
export type Metric = (typeof METRICS)[number];

/** 0 to 1. */
export function score(metric: Metric, answer: string, expected: string): number {
  switch (metric) {
    case "exact":
      return normaliseAnswer(answer) === normaliseAnswer(expected) ? 1 : 0;
    case "contains":
      return normaliseAnswer(answer).includes(normaliseAnswer(expected)) ? 1 : 0;
    case "rouge":
      return rougeL(answer, expected);
    default:
      return metric satisfies never;
  }
}

/** Trims, makes every run of white space one space, and drops a final full stop; keeps case. */
export function normaliseAnswer(text: string): string {
  return text.trim().replace(/\s+/gu, " ").replace(/\.$/u, "").trim();
}

/** ROUGE-L F1 (Lin 2004) over lower-case runs of letters and digits, without stemming. */
export function rougeL(answer: string, expected: string): number {
  const a = words(answer);
  const b = words(expected);
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0;
  const common = longestCommonSubsequence(a, b);
  return (2 * common) / (a.length + b.length);
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let previous = Array.from({ length: b.length + 1 }, () => 0);
  for (const left of a) {
    const current = [0];
    b.forEach((right, index) => {
      current.push(
        left === right
          ? previous[index]! + 1
          : Math.max(previous[index + 1]!, current[index]!),
      );
    });
    previous = current;
  }
  return previous[b.length]!;
}
