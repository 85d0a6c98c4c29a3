/** Fewest bytes that a decode step reads from the GPU's memory. */
import { loraLayout } from "../../src/engine/adapter/layout";
import { readLlamaConfig } from "../../src/engine/base/llamaConfig";
import { kindOf } from "../../src/engine/hypernetwork/kinds";
import type { Gguf } from "../../src/formats/gguf";
import type { HypernetworkManifest } from "../../src/formats/manifest";

const FLOAT = 4;

export interface StepBytes {
  /** Weights of the base model as they lie on the GPU, once for all columns. */
  weights: number;
  /** A and B of a column's adapter as graph inputs, 0 without one; zeros of the block diagonal included. */
  loraColumn: number;
  /** Keys and values of one earlier token of one column. */
  cachedToken: number;
}

export function stepBytes(
  gguf: Gguf,
  manifest: HypernetworkManifest | null,
  weights: number,
): StepBytes {
  const { layers, projections, kvHeads, headSize } = readLlamaConfig(gguf);
  return {
    weights,
    loraColumn: manifest ? FLOAT * layers * manifest.rank * loraRows(manifest) : 0,
    cachedToken: FLOAT * layers * 2 * kvHeads * headSize,
  };

  /** Values of A and B of a layer a rank. */
  function loraRows({ variant, targetModules }: HypernetworkManifest): number {
    const { sharesA } = kindOf(variant).baseNeeds;
    const { groups } = loraLayout(layers, projections, targetModules, sharesA);
    return groups.reduce(
      (sum, { in: size, out, slots }) => sum + slots * (size + out),
      0,
    );
  }
}

/** Bytes of a step of `columns` rows behind `tokens` earlier ones each. */
export function bytesOfStep(
  { weights, loraColumn, cachedToken }: StepBytes,
  { columns, tokens, hasLora }: { columns: number; tokens: number; hasLora: boolean },
): number {
  return weights + columns * ((hasLora ? loraColumn : 0) + tokens * cachedToken);
}
