/** Faults of a description, found by simple rules; the price of each is measured. */
import type { DescriptionPlace, TrainingTasks } from "../shared/inspection";
import { countWords } from "../shared/text/words";
import scores from "./doctorScores.json";
import languageScores from "./languageScores.json";

export type Fault = "short" | "several" | "input" | "padded";

/** Scores of descriptions with a fault, and of the same descriptions without it. */
export interface Price {
  faulty: number;
  own: number;
  /** 95 % interval of their difference, paired by task. */
  change: { low: number; high: number };
  tasks: number;
}

export type Familiarity = "familiar" | "related" | "far";

const SHORT_WORDS = 3;
const PADDED_WORDS = 30;
const LIKELY_SEVERAL = /\b(?:and then|then|after that|also|additionally|as well as)\b/iu;
const LIKELY_PADDING =
  /\b(?:hello|hi|thanks?|thank you|please could you|i was wondering)\b/iu;
/** A long quotation, or what follows a colon on a line of its own. */
const LIKELY_INPUT = /[“"«][^”"»]{24,}[”"»]|:\s*\n+\s*\S|\n\s*\n/u;
const LATIN_SHARE = 0.6;

/** Faults of a description that cost something on average. */
export function faultsOf(description: string): Fault[] {
  const text = description.trim();
  const words = countWords(text);
  if (words === 0) return [];
  const sentences = text.split(/[.!?]\s+/u).filter((one) => one.split(/\s+/u).length > 2);
  const found: Record<Fault, boolean> = {
    short: words < SHORT_WORDS,
    several: sentences.length > 2 || LIKELY_SEVERAL.test(text),
    input: LIKELY_INPUT.test(text),
    padded: words > PADDED_WORDS || LIKELY_PADDING.test(text),
  };
  return (Object.keys(found) as Fault[]).filter(
    (fault) => found[fault] && isCostly(fault),
  );
}

export function priceOf(fault: Fault): Price {
  const { own, faults, tasks } = scores;
  return {
    faulty: faults[fault].score,
    own: own.score,
    change: faults[fault].change,
    tasks,
  };
}

/** Whether a fault costs something; the interval beside it says how sure that is. */
function isCostly(fault: Fault): boolean {
  return scores.faults[fault].change.score < 0;
}

/** Hypernetwork that the prices were measured with. */
export const MEASURED_HYPERNETWORK = scores.hypernetwork;

/** Whether most letters are not of the Latin script, in which the training was. */
export function isOtherScript(description: string): boolean {
  const letters = description.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  return letters.length > 1 && latin.length < LATIN_SHARE * letters.length;
}

/** Price of Chinese: the same descriptions in both languages, averaged over tasks. */
export const LANGUAGE_PRICE = {
  english: languageScores.english.score,
  chinese: languageScores.chinese.score,
  pValue: languageScores.difference.pValue,
  tasks: languageScores.tasks,
};

/**
 * Familiarity by the cosine to the nearest training task: "familiar" from where three quarters
 * of new wordings of training tasks lie; "far" below where 95 % of held-out tasks lie, which is
 * where nine tenths of gibberish are.
 */
export function familiarity(
  { nearest }: DescriptionPlace,
  { nearestSimilarity }: TrainingTasks,
): Familiarity {
  const similarity = nearest[0]?.similarity ?? 0;
  const at = (kind: keyof typeof nearestSimilarity, share: number) =>
    nearestSimilarity[kind].find((quantile) => quantile.share === share)?.similarity ?? 0;
  if (similarity >= at("train", 0.25)) return "familiar";
  return similarity >= at("validation", 0.05) ? "related" : "far";
}
