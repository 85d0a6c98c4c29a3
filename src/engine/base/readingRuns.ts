/** How the CPU reads long texts: in several runs, between which it can be stopped. */

/** Tokens of all rows that are read in one run; more are read row by row. */
export const MOST_TOGETHER = 128;
/** Tokens of a row that one run reads: a second or less. Longer runs are no faster a token. */
const LONGEST_RUN = 64;

/** The tokens `from` to before `to` of a row. */
export interface ReadingRun {
  from: number;
  to: number;
}

/**
 * Those that read a row from `start` to before `end`, as even as can be: so none is left with a
 * single token, which would go through other kernels, which round otherwise.
 */
export function readingRuns(start: number, end: number): ReadingRun[] {
  const count = Math.ceil((end - start) / LONGEST_RUN);
  const bounds = Array.from({ length: count + 1 }, (_, run) =>
    Math.round(start + ((end - start) * run) / count),
  );
  return bounds.slice(1).map((to, run) => ({ from: bounds[run]!, to }));
}
