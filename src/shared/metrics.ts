/**
 * Scores an answer against the expected one; exact and rouge are those of
 * training/data/metrics.py, and both are tested on the cases of
 * tests/fixtures/golden/metrics.json.
 */

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

const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u2060-\u2064\uFEFF]/gu;
/** A final full stop of any script. */
const LAST_STOP = / ?[.。．｡।۔։።]$/u;
/** Joiners and variation selectors, which say how the characters beside them look. */
const LOOKS = /[\u{200C}\u{200D}]|[\u{FE00}-\u{FE0F}]|[\u{E0100}-\u{E01EF}]/gu;
/** Han, kana and Bopomofo, Thai, Lao, Tibetan, Myanmar, Khmer, Yi: scripts without spaces. */
const UNSPACED =
  /[\u0E00-\u109F\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029\u3038-\u312F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uF900-\uFAFF\uFF66-\uFF9F\u{20000}-\u{3FFFF}]/u;

/**
 * The text as "exact" and "contains" compare it, case kept: characters composed (NFC), invisible
 * ones left out, runs of white space made one space, a final full stop of any script dropped.
 */
export function normaliseAnswer(text: string): string {
  const trim = (spaced: string) => spaced.replace(/^ | $/gu, "");
  const composed = text.normalize("NFC").replace(INVISIBLE, "");
  const spaced = trim(composed.replace(/\p{White_Space}+/gu, " "));
  return trim(spaced.replace(LAST_STOP, ""));
}

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
