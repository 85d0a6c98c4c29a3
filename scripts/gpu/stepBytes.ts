/** What a decode step has to read from the GPU's memory at the least. */
import { loraLayout } from "../../src/engine/adapter/layout";
import { readLlamaConfig } from "../../src/engine/base/llamaConfig";
import { kindOf } from "../../src/engine/hypernetwork/kinds";
import type { Gguf } from "../../src/formats/gguf";
import type { HypernetworkManifest } from "../../src/formats/manifest";

const FLOAT = 4;

export interface StepBytes {
  /** Weights of the base model as they lie on the GPU, once for all columns. */
  weights: number;
  /** A and B of a column's adapter as graph inputs, zeros of the block diagonal included. */
  loraColumn: number;
  /** Keys and values of one earlier token of one column. */
  cachedToken: number;
}

export function stepBytes(
  gguf: Gguf,
  manifest: HypernetworkManifest,
  weights: number,
): StepBytes {
  const { layers, projections, kvHeads, headSize } = readLlamaConfig(gguf);
  const { sharesA } = kindOf(manifest.variant).baseNeeds;
  const { groups } = loraLayout(layers, projections, manifest.targetModules, sharesA);
  const rows = groups.reduce(
    (sum, { in: size, out, slots }) => sum + slots * (size + out),
    0,
  );
  return {
    weights,
    loraColumn: FLOAT * layers * manifest.rank * rows,
    cachedToken: FLOAT * layers * 2 * kvHeads * headSize,
  };
}

/** Bytes of a step of `columns` rows behind `tokens` earlier ones each. */
export function bytesOfStep(
  { weights, loraColumn, cachedToken }: StepBytes,
  { columns, tokens, hasLora }: { columns: number; tokens: number; hasLora: boolean },
): number {
  return weights + columns * ((hasLora ? loraColumn : 0) + tokens * cachedToken);
}
