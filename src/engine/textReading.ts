/** Reads one text after another, and never again what it has in common with the one before. */
import type { SessionBatch } from "./sessionBatch";

export interface TextReading {
  /**
   * What q, k and v project for the last `count` of the text's tokens, LoRA included and before
   * rotation: `[layers, count, q + k + v]`. Throws "context-full" when the text is too long.
   */
  project(tokens: readonly number[], count: number): Promise<Float32Array>;
  dispose(): void;
}

/** `batch` has one row and belongs to the reading from now on. */
export function createTextReading(batch: SessionBatch): TextReading {
  let known: readonly number[] = [];
  return {
    async project(tokens, count) {
      const kept = Math.min(commonLength(known, tokens), tokens.length - count);
      // Where a run fails, nothing is known of what it left.
      known = [];
      batch.truncate(kept);
      const projections = await batch.project(tokens.slice(kept), count);
      known = tokens;
      return projections;
    },
    dispose: () => batch.dispose(),
  };
}

/** How many tokens two texts begin with alike. */
function commonLength(left: readonly number[], right: readonly number[]): number {
  const different = left.findIndex((token, at) => token !== right[at]);
  return different < 0 ? left.length : different;
}
