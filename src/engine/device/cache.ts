/** Keys and values of earlier tokens: their names in a graph, and the two ways to keep them. */
import type { Feeds, Tensor } from "./runtime";

export function pastKey(layer: number): string {
  return `past.${layer}.key`;
}
export function pastValue(layer: number): string {
  return `past.${layer}.value`;
}
export function presentKey(layer: number): string {
  return `present.${layer}.key`;
}
export function presentValue(layer: number): string {
  return `present.${layer}.value`;
}

/** Every layer has keys and values `[rows, kvHeads, tokens, headSize]`. */
export interface CacheShape {
  layers: number;
  kvHeads: number;
  headSize: number;
}

/** Graph names of a layer's keys and of its values. */
export function cacheNames({ layers }: CacheShape): { past: string; present: string }[] {
  return Array.from({ length: layers }, (_, layer) => [
    { past: pastKey(layer), present: presentKey(layer) },
    { past: pastValue(layer), present: presentValue(layer) },
  ]).flat();
}

/** Keys and values of a batch's rows. */
export interface KeyValueCache {
  feeds(): Feeds;
  /** Where the present keys and values go, by name; null lets the runtime allocate them. */
  fetches(): Record<string, Tensor | null>;
  /** Takes over the present keys and values of a run. */
  accept(outputs: Feeds): void;
  /** Forgets all but the first `length` tokens of its only row. */
  truncate(length: number): void;
  dispose(): void;
}

/** A cache whose rows can begin other caches, so that what they hold is not read again. */
export interface GrowingCache extends KeyValueCache {
  /** A copy of the first `length` tokens of a row. */
  row(row: number, length: number): CachedRow;
  /** Begins with rows of other caches, padded to the longest. */
  begin(rows: readonly CachedRow[]): void;
}

/** Past keys and values of one row, by name. */
export type CachedRow = Feeds;

/**
 * - static: as long as the context from the start, and written in place; worth nothing to the
 *   next batch
 * - growing: as long as its longest text; kept for the next batch
 */
export type CacheStrategy =
  | {
      kind: "static";
      create(shape: CacheShape, rows: number, contextLength: number): KeyValueCache;
    }
  | { kind: "growing"; create(shape: CacheShape, rows: number): GrowingCache };
