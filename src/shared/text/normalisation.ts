/** How texts are compared: training/data/metrics.py does the same. */

/** Characters that show nothing and join nothing. */
export const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u2060-\u2064\uFEFF]/gu;
/** A final full stop of any script. */
const LAST_STOP = / ?[.。．｡।۔։።]$/u;

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
