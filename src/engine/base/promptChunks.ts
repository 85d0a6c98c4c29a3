/** How long prompts are read: in chunks, between which reading can be stopped. */

/** Most tokens of all rows that are read in one run; more are read row by row. */
export const MOST_TOGETHER = 128;
/** Most tokens of a chunk: a second or less. Longer chunks are no faster a token. */
const LONGEST_CHUNK = 64;

/** The tokens `from` to before `to` of a row. */
export interface PromptChunk {
  from: number;
  to: number;
}

/**
 * Chunks of a row's tokens `from` to before `to`, as even as can be: so none is left with a single
 * token, which would go through other kernels, which round otherwise.
 */
export function promptChunks(from: number, to: number): PromptChunk[] {
  const count = Math.ceil((to - from) / LONGEST_CHUNK);
  const bounds = Array.from({ length: count + 1 }, (_, chunk) =>
    Math.round(from + ((to - from) * chunk) / count),
  );
  return bounds.slice(1).map((end, chunk) => ({ from: bounds[chunk]!, to: end }));
}
