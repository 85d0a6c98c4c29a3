/** Parts of a layer that the answering graph and the graphs of teaching have in common. */
import type { Gguf } from "../../formats/gguf";
import { dequantise } from "../../formats/quantization";
import { PROJECTION_GROUPS, type ProjectionGroup } from "../adapter/layout";
import type { GraphBuilder } from "../device/graph";
import { concatenate, type ProjectionPart } from "../device/linear";
import type { LlamaConfig } from "./llamaConfig";
import { BIAS_TENSORS, PROJECTION_TENSORS, ROPE_FACTORS, tensor } from "./llamaTensors";

/** Matrices of a group of projections, which the graph has as one. */
export function projectionParts(
  gguf: Gguf,
  config: LlamaConfig,
  layer: number,
  group: ProjectionGroup,
): ProjectionPart[] {
  return PROJECTION_GROUPS[group].map((module): ProjectionPart => {
    const weights = tensor(gguf, `blk.${layer}.${PROJECTION_TENSORS[module]}`);
    if (!config.hasInterleavedRows) return { tensor: weights };
    if (module === "q_proj") return { tensor: weights, interleavedHeads: config.heads };
    if (module === "k_proj") return { tensor: weights, interleavedHeads: config.kvHeads };
    return { tensor: weights };
  });
}

/** SiLU(gate) · up; `gate` and `up` are the names that its halves get. */
export function addSwiglu(
  builder: GraphBuilder,
  gateAndUp: string,
  feedForwardSize: number,
  [gate, up]: readonly [gate: string, up: string],
): string {
  builder.operator(
    "Split",
    [gateAndUp, builder.integers([feedForwardSize, feedForwardSize])],
    {
      attributes: { axis: -1 },
      outputs: [gate, up],
    },
  );
  // QuickGelu is x · sigmoid(alpha · x): SiLU in one operator.
  const silu = builder.operator("QuickGelu", [gate], {
    domain: "com.microsoft",
    attributes: { alpha: { float: 1 } },
  });
  return builder.operator("Mul", [silu, up]);
}

/** RMSNorm over the last dimension. */
export function addRmsNorm(
  builder: GraphBuilder,
  x: string,
  weight: string,
  epsilon: number,
): string {
  return builder.operator("SimplifiedLayerNormalization", [x, weight], {
    attributes: { axis: -1, epsilon: { float: epsilon }, stash_type: 1 },
  });
}

/**
 * Angles by which a position turns the pairs of a head (RoPE), in radians a position:
 * `headSize / 2`.
 */
export function rotaryFrequencies(
  gguf: Gguf,
  { headSize, ropeBase, hasRopeFactors }: LlamaConfig,
): number[] {
  const half = headSize / 2;
  const factors = hasRopeFactors ? dequantise(tensor(gguf, ROPE_FACTORS)) : null;
  return Array.from(
    { length: half },
    (_, index) => ropeBase ** (-index / half) / (factors?.[index] ?? 1),
  );
}

/** Biases of q, k and v one after another, as the rows of their fused matrix. */
export function projectionBiases(gguf: Gguf, layer: number): Float32Array {
  return concatenate(
    Object.values(BIAS_TENSORS).map((name) =>
      dequantise(tensor(gguf, `blk.${layer}.${name}`)),
    ),
    Float32Array,
  );
}
