/**
 * Scores an answer against the expected one; exact and rouge are those of
 * training/data/metrics.py, and both are tested on the cases of
 * tests/fixtures/golden/metrics.json.
 */

import { INVISIBLE, normaliseAnswer } from "./text/normalisation";
import { UNSPACED } from "./text/words";

export const METRICS = ["exact", "contains", "rouge"] as const;
export type Metric = (typeof METRICS)[number];

/** The answer's score, 0 to 1. */
export function score(metric: Metric, answer: string, expected: string): number {
  switch (metric) {
    case "exact":
      return normaliseAnswer(answer) === normaliseAnswer(expected) ? 1 : 0;
    case "contains":
      return contains(normaliseAnswer(answer), normaliseAnswer(expected)) ? 1 : 0;
    case "rouge":
      return rougeL(answer, expected);
    default:
      return metric satisfies never;
  }
}

/** Every text contains nothing, so an expected answer of nothing is looked for as a whole. */
function contains(answer: string, expected: string): boolean {
  return expected === "" ? answer === "" : answer.includes(expected);
}

/** Joiners and variation selectors, which say how the characters beside them look. */
const LOOKS = /\u200C|\u200D|[\u{FE00}-\u{FE0F}]|[\u{E0100}-\u{E01EF}]/gu;

/** ROUGE-L F1 (Lin 2004) over `rougeTokens`, without stemming. */
export function rougeL(answer: string, expected: string): number {
  const a = rougeTokens(answer);
  const b = rougeTokens(expected);
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0;
  const common = longestCommonSubsequence(a, b);
  return (2 * common) / (a.length + b.length);
}

/**
 * Lower-case words, symbols, and each character of a script that has no spaces. Punctuation is left
 * out, unless there is nothing else; a minus before a digit is a symbol.
 */
export function rougeTokens(text: string): string[] {
  const shown = text.replace(INVISIBLE, "").replace(LOOKS, "");
  const characters = [...shown.normalize("NFC").toLowerCase().normalize("NFC")];
  const tokens: string[] = [];
  const punctuation: string[] = [];
  /** Whether the last token goes on with a following letter. */
  let isOpen = false;
  /** Whether the character before is of a word. */
  let wasWord = false;
  characters.forEach((character, place) => {
    if (/[\p{L}\p{N}\p{M}]/u.test(character)) {
      const isAlone = UNSPACED.test(character);
      if (wasWord && (/\p{M}/u.test(character) || (isOpen && !isAlone))) {
        tokens[tokens.length - 1] += character;
      } else {
        tokens.push(character);
        isOpen = !isAlone;
      }
      wasWord = true;
      return;
    }
    const isSign = /[-\u2212]/u.test(character) && !wasWord;
    if (
      /\p{S}/u.test(character) ||
      (isSign && /\p{Nd}/u.test(characters[place + 1] ?? ""))
    ) {
      tokens.push(character);
    } else if (/\p{P}/u.test(character)) {
      punctuation.push(character);
    }
    isOpen = wasWord = false;
  });
  return tokens.length > 0 ? tokens : punctuation;
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
