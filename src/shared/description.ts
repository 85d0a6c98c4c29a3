/** Descriptions: the text rule applied before they are encoded, as in training, and a control. */
import { isBlank } from "../shared/text/characters";
import type { InputFault } from "./errors";
import { randomStream } from "./random";

/** Longest description accepted, in UTF-16 code units. */
export const MAXIMUM_DESCRIPTION_LENGTH = 2000;
/** Tokens of a description that are read; the rest is cut, in training too. */
export const MAXIMUM_DESCRIPTION_TOKENS = 256;

/** Tokens of a description, without those of the template or the encoder around it. */
export interface DescriptionLength {
  tokens: number;
  /** Tokens from the start on that the hypernetwork reads. */
  read: number;
}

/**
 * Trims and adds a full stop when the last character is a letter
 * (T2L's `add_full_stop`; manifest `text_rule` "trim-full-stop").
 */
export function normaliseDescription(text: string): string {
  const trimmed = text.trim();
  return /\p{L}$/u.test(trimmed) ? `${trimmed}.` : trimmed;
}

/** The reason why a description makes no adapter, or null. */
export function descriptionFault(description: string): InputFault | null {
  if (isBlank(description)) return { kind: "no-description" };
  const [length, most] = [description.length, MAXIMUM_DESCRIPTION_LENGTH];
  return length > most ? { kind: "long-description", length, most } : null;
}

const GIBBERISH_WORDS = 9;

/**
 * A description that says nothing, a control for every adapter: random letters in word shape, as
 * training/data/gibberish.py makes them. The same seed gives the same words.
 */
export function gibberish(seed: number): string {
  const random = randomStream(seed);
  const word = () =>
    Array.from({ length: 2 + Math.floor(8 * random()) }, () =>
      String.fromCharCode(97 + Math.floor(26 * random())),
    ).join("");
  return `${Array.from({ length: GIBBERISH_WORDS }, word).join(" ")}.`;
}
