/**
 * The llama, qwen2 and qwen3 architectures as an ONNX graph: a batch row is a column of the page, all rows share
 * the weights, and every row brings its own LoRA.
 */
import { dequantise } from "../../formats/quantization";
import type { Gguf } from "../../formats/gguf";
import type { OnnxGraph } from "../../formats/onnx";
import { pastKey, pastValue, presentKey, presentValue } from "../device/cache";
import type { ComputeDevice } from "../device/device";
import { GraphBuilder } from "../device/graph";
import { INPUT_SCALE, type LoraLayout, type ProjectionGroup } from "../adapter/layout";
import {
  addRmsNorm,
  addSwiglu,
  projectionBiases,
  projectionParts,
  rotaryFrequencies,
} from "./layerParts";
import type { LlamaConfig } from "./llamaConfig";
import { HEAD_NORM_TENSORS, tensor } from "./llamaTensors";
import { adapted, addLora } from "./lora";

/** Inputs besides LoRA and cache; all int32 so that no index leaves the GPU. */
export const INPUTS = {
  /** `[batch, sequence]`, right-padded. */
  tokens: "tokens",
  /** `[batch]`: row · sequence + index of the row's last real token. */
  last: "last",
  /** `[batch]`: tokens of the row after this run, minus one. */
  lengths: "seqlens_k",
  /** `[1]`: tokens of the longest row after this run. */
  total: "total_sequence_length",
} as const;

/** `[batch, vocabulary]` for each row's last token. */
export const OUTPUT_LOGITS = "logits";

export interface LlamaGraphOptions {
  device: Pick<ComputeDevice, "linearLayers">;
  contextLength: number;
  layout: LoraLayout;
  /** Whether what q, k and v project is an output, for a base model that reads descriptions. */
  givesProjections?: boolean;
}

/** `[batch, sequence, q + k + v]`, biases and LoRA included, before heads are normalised or rotated. */
export function projected(layer: number): string {
  return adapted(layer, "attention_input");
}

export function llamaGraph(
  gguf: Gguf,
  config: LlamaConfig,
  { device, contextLength, layout, givesProjections }: LlamaGraphOptions,
): OnnxGraph {
  const builder = new GraphBuilder("llama");
  builder.input(INPUTS.tokens, "int32", ["batch", "sequence"]);
  builder.input(INPUTS.last, "int32", ["batch"]);
  builder.input(INPUTS.lengths, "int32", ["batch"]);
  builder.input(INPUTS.total, "int32", [1]);
  if (layout.groups.length > 0) {
    builder.input(INPUT_SCALE, "float32", ["batch", 1, 1]);
  }
  const layers = device.linearLayers(builder);
  const [cos, sin] = addRotaryTables(builder, gguf, config, contextLength);

  let residual = layers.lookUp(tensor(gguf, "token_embd.weight"), INPUTS.tokens);
  let normed = addRmsNorm(
    builder,
    residual,
    norm("blk.0.attn_norm.weight"),
    config.epsilon,
  );
  for (let layer = 0; layer < config.layers; layer++) {
    const qkv = project(layer, "attention_input", normed);
    if (givesProjections) {
      const { q_proj: q, k_proj: k, v_proj: v } = config.projections;
      const width = q.out + k.out + v.out;
      builder.output(projected(layer), "float32", ["batch", "sequence", width]);
    }
    const attended = attend(layer, qkv);
    const mixed = project(layer, "attention_output", attended);
    addAndNorm(mixed, `blk.${layer}.ffn_norm.weight`);
    const gateAndUp = project(layer, "feed_forward_input", normed);
    const hidden = addSwiglu(builder, gateAndUp, config.feedForwardSize, [
      `blk.${layer}.gate`,
      `blk.${layer}.up`,
    ]);
    const down = project(layer, "feed_forward_output", hidden);
    const isLast = layer === config.layers - 1;
    addAndNorm(down, isLast ? "output_norm.weight" : `blk.${layer + 1}.attn_norm.weight`);
  }
  const flat = builder.operator("Reshape", [normed, builder.integers([-1, config.size])]);
  const lastTokens = builder.operator("Gather", [flat, INPUTS.last]);
  layers.head(tensor(gguf, config.headTensor), lastTokens, OUTPUT_LOGITS);
  builder.output(OUTPUT_LOGITS, "float32", ["batch", config.vocabulary]);
  return { ...builder.finish(), isFused: true };

  function norm(name: string): string {
    const weights = tensor(gguf, name);
    return builder.floats(name, weights.shape, dequantise(weights));
  }

  function project(layer: number, group: ProjectionGroup, x: string): string {
    const parts = projectionParts(gguf, config, layer, group);
    const product = layers.project(`blk.${layer}.${group}`, parts, x);
    const y = group === "attention_input" ? withBiases(layer, product) : product;
    const lora = layout.groups.find((candidate) => candidate.group === group);
    return lora ? addLora(builder, layer, lora, x, y) : y;
  }

  /** Adds the biases of q, k and v, where the model has them. */
  function withBiases(layer: number, qkv: string): string {
    if (!config.hasBiases) return qkv;
    const biases = projectionBiases(gguf, layer);
    const bias = builder.floats(`blk.${layer}.attn_qkv.bias`, [biases.length], biases);
    return builder.operator("Add", [qkv, bias]);
  }

  /** residual += x; normed = RMSNorm(residual). */
  function addAndNorm(x: string, weight: string): void {
    const sum = `${weight}.residual`;
    normed = builder.operator(
      "SkipSimplifiedLayerNormalization",
      [x, residual, norm(weight)],
      {
        domain: "com.microsoft",
        attributes: { epsilon: { float: config.epsilon } },
        outputs: [`${weight}.normed`, "", "", sum],
      },
    );
    residual = sum;
    builder.seam();
  }

  function attend(layer: number, qkv: string): string {
    const cacheShape = ["batch", config.kvHeads, "past", config.headSize] as const;
    const presentShape = ["batch", config.kvHeads, "total", config.headSize] as const;
    builder.input(pastKey(layer), "float32", cacheShape);
    builder.input(pastValue(layer), "float32", cacheShape);
    builder.output(presentKey(layer), "float32", presentShape);
    builder.output(presentValue(layer), "float32", presentShape);
    return builder.operator(
      "GroupQueryAttention",
      [
        ...queriesKeysAndValues(layer, qkv),
        pastKey(layer),
        pastValue(layer),
        INPUTS.lengths,
        INPUTS.total,
        cos,
        sin,
      ],
      {
        domain: "com.microsoft",
        attributes: {
          num_heads: config.heads,
          kv_num_heads: config.kvHeads,
          do_rotary: 1,
          rotary_interleaved: 0,
        },
        outputs: [`blk.${layer}.attention`, presentKey(layer), presentValue(layer)],
      },
    );
  }

  /** Inputs of GroupQueryAttention: q, k and v side by side, or apart where heads are normalised. */
  function queriesKeysAndValues(layer: number, qkv: string): string[] {
    if (!config.hasHeadNorms) return [qkv, "", ""];
    const { q_proj: q, k_proj: k, v_proj: v } = config.projections;
    const [query, key, value] = ["query", "key", "value"].map(
      (name) => `blk.${layer}.${name}`,
    ) as [string, string, string];
    builder.operator("Split", [qkv, builder.integers([q.out, k.out, v.out])], {
      attributes: { axis: -1 },
      outputs: [query, key, value],
    });
    const ofBlock = (name: string) => `blk.${layer}.${name}`;
    return [
      normedHeads(query, config.heads, ofBlock(HEAD_NORM_TENSORS.q_proj)),
      normedHeads(key, config.kvHeads, ofBlock(HEAD_NORM_TENSORS.k_proj)),
      value,
    ];
  }

  function normedHeads(x: string, heads: number, weight: string): string {
    const { headSize, epsilon } = config;
    const shaped = (value: string, sizes: readonly number[]) =>
      builder.operator("Reshape", [value, builder.integers(sizes)]);
    const apart = shaped(x, [0, 0, heads, headSize]);
    const normedApart = addRmsNorm(builder, apart, norm(weight), epsilon);
    return shaped(normedApart, [0, 0, heads * headSize]);
  }
}

/** cos and sin `[contextLength, headSize / 2]`, computed in double precision. */
function addRotaryTables(
  builder: GraphBuilder,
  gguf: Gguf,
  config: LlamaConfig,
  contextLength: number,
): [cos: string, sin: string] {
  const half = config.headSize / 2;
  const frequencies = rotaryFrequencies(gguf, config);
  const table = (name: string, wave: (angle: number) => number): string => {
    const values = Float32Array.from({ length: contextLength * half }, (_, index) => {
      const position = Math.floor(index / half);
      return wave(position * frequencies[index % half]!);
    });
    return builder.floats(name, [contextLength, half], values);
  };
  return [table("rotary.cos", Math.cos), table("rotary.sin", Math.sin)];
}
