/** Descriptions that say nothing: random letters in word shape, a control for every adapter. */
import { randomStream } from "./random";

const WORDS = 9;

/** As training/data/gibberish.py makes them; the same seed gives the same words. */
export function gibberish(seed: number): string {
  const random = randomStream(seed);
  const word = () =>
    Array.from({ length: 2 + Math.floor(8 * random()) }, () =>
      String.fromCharCode(97 + Math.floor(26 * random())),
    ).join("");
  return `${Array.from({ length: WORDS }, word).join(" ")}.`;
}
