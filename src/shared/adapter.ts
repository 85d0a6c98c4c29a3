/** Adapters and what they are made of; the tensors stay in the engine. */
import type { Lesson } from "./teaching";

/** A generated adapter as the page knows it; the tensors stay in the engine. */
export interface AdapterSummary {
  /** Unique within one engine. */
  id: string;
  description: string;
  hypernetworkId: string;
  /** Of the modules whose rank is largest. */
  rank: number;
  /** The other modules. */
  lowerRanks: ModuleRank[];
  alpha: number;
  scaling: number;
  targetModules: string[];
  parameters: number;
  /** SHA-256 of the float32 values, hex. Equal on the same device and build. */
  checksum: string;
  /** A few projections of the weights, to recognise "the same up to rounding" across devices. */
  sketch: number[];
  /** ‖scaling · BA‖ (Frobenius) per target module and layer. */
  norms: { module: string; perLayer: number[] }[];
  timings: { encodeMs: number; generateMs: number; uploadMs: number };
  /** Null or absent: made from `description` alone. */
  blend?: Blend | null;
  /** What it was taught after that; null or absent: nothing. "" is then no description at all. */
  lesson?: Lesson | null;
}

export interface ModuleRank {
  module: string;
  rank: number;
}

/** A second description mixed in. */
export interface Blend {
  description: string;
  /** 0 is the first description alone, 1 the second. */
  position: number;
  /**
   * "descriptions": one adapter from the mixed description encodings. "weights": the sum of
   * both adapters' BA, exact; of twice the rank unless they share A.
   */
  space: BlendSpace;
}

export type BlendSpace = "descriptions" | "weights";

/** The part of an adapter that applies: these modules, in these layers, both ends included. */
export interface AdapterScope {
  modules: string[];
  firstLayer: number;
  lastLayer: number;
}

/** Whether both mix in the same; null is nothing mixed in. */
export function isSameBlend(left: Blend | null, right: Blend | null): boolean {
  if (!left || !right) return left === right;
  return (
    left.description === right.description &&
    left.position === right.position &&
    left.space === right.space
  );
}
