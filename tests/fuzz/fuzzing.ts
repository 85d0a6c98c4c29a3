/** Draws files for a reader and watches it read them, until one breaks a promise. */
import fc from "fast-check";
import type { FuzzedReader, Outcome } from "./reader";
import { TENSOR_READERS } from "./tensorReaders";
import { TEXT_READERS } from "./textReaders";
import { watch } from "./watching";

export const READERS: readonly FuzzedReader[] = [...TENSOR_READERS, ...TEXT_READERS];

export interface Fuzzed {
  /** Files that were read, and of those how many gave something. */
  runs: number;
  read: number;
  /** The longest read in milliseconds. */
  longest: number;
  /** The first file that broke a promise, with what fast-check says of it; null for none. */
  found: { bytes: Uint8Array; report: string } | null;
}

/** The same seed draws the same files. */
export async function fuzz(
  reader: FuzzedReader,
  { seed, runs, shrinks = true }: { seed: number; runs: number; shrinks?: boolean },
): Promise<Fuzzed> {
  const counts: Record<Outcome, number> = { read: 0, refused: 0 };
  let longest = 0;
  let last: Uint8Array = new Uint8Array();
  const property = fc.asyncProperty(reader.files, async (file) => {
    const bytes = await file.make();
    // The reader gets a copy of its own, so that what is reported is what was drawn.
    const own = bytes.slice();
    try {
      const { result, milliseconds } = await watch(bytes.length, () => reader.read(own));
      counts[result] += 1;
      longest = Math.max(longest, milliseconds);
    } catch (error) {
      last = bytes;
      throw error;
    }
  });
  const result = await fc.check(property, {
    seed,
    numRuns: runs,
    endOnFailure: !shrinks,
  });
  const found = result.failed
    ? {
        bytes: last,
        report: `${String(result.errorInstance)}\n${fc.defaultReportMessage(result)}`,
      }
    : null;
  return { runs: result.numRuns, read: counts.read, longest, found };
}
