/** Reads one text after another, and never again what it has in common with the one before. */
import type { SessionBatch } from "./batch";

export interface TextReading {
  /**
   * Queries, keys and values of the last `count` of the text's tokens, LoRA included and before
   * rotation: `[layers, count, q + k + v]`. Throws "context-full" when the text is too long.
   */
  project(tokens: readonly number[], count: number): Promise<Float32Array>;
  dispose(): void;
}

/** `batch` has one row and belongs to the reading from now on. */
export function createTextReading(batch: SessionBatch): TextReading {
  return {
    project(tokens, count) {
      const kept = Math.min(batch.inCommon(0, tokens), tokens.length - count);
      batch.truncate(kept);
      return batch.project(tokens.slice(kept), count);
    },
    dispose: () => batch.dispose(),
  };
}
