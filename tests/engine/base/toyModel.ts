/** A random 2-layer llama model as a GGUF file, and adapters for it. */
import type { LoraLayout, PackedAdapter } from "../../../src/engine/adapter/layout";
import { randomStream } from "../../../src/shared/random";
import { writeGguf, type GgufField, type WrittenTensor } from "../../formats/ggufWriter";

export const TOY = {
  layers: 2,
  size: 64,
  feedForwardSize: 96,
  heads: 4,
  kvHeads: 2,
  vocabulary: 80,
  context: 32,
} as const;

type TensorType = WrittenTensor["type"];

/** A model with projections in `projections`, the embedding in `embedding`, norms in F32. */
export function toyModel({
  projections = "Q4_1" as TensorType,
  embedding = "Q8_0" as TensorType,
  metadata = {} as Record<string, GgufField>,
} = {}): Uint8Array<ArrayBuffer> {
  const random = randomStream(1);
  const { size, feedForwardSize, heads, kvHeads, vocabulary, layers } = TOY;
  const kv = (size / heads) * kvHeads;
  const matrix = (name: string, type: TensorType, rows: number, columns: number) => ({
    name,
    shape: [rows, columns],
    type,
    bytes: randomWeights(type, rows * columns, random),
  });
  const norm = (name: string): WrittenTensor => ({
    name,
    shape: [size],
    type: "F32",
    bytes: bytesOf(Float32Array.from({ length: size }, () => 0.5 + random())),
  });
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const block = `blk.${layer}.`;
    return [
      norm(`${block}attn_norm.weight`),
      matrix(`${block}attn_q.weight`, projections, size, size),
      matrix(`${block}attn_k.weight`, projections, kv, size),
      matrix(`${block}attn_v.weight`, projections, kv, size),
      matrix(`${block}attn_output.weight`, projections, size, size),
      norm(`${block}ffn_norm.weight`),
      matrix(`${block}ffn_gate.weight`, projections, feedForwardSize, size),
      matrix(`${block}ffn_up.weight`, projections, feedForwardSize, size),
      matrix(`${block}ffn_down.weight`, projections, size, feedForwardSize),
    ];
  });
  return writeGguf({
    metadata: {
      "general.architecture": { type: "string", value: "llama" },
      "llama.block_count": { type: "uint32", value: layers },
      "llama.context_length": { type: "uint32", value: TOY.context },
      "llama.embedding_length": { type: "uint32", value: size },
      "llama.feed_forward_length": { type: "uint32", value: feedForwardSize },
      "llama.attention.head_count": { type: "uint32", value: heads },
      "llama.attention.head_count_kv": { type: "uint32", value: kvHeads },
      "llama.attention.layer_norm_rms_epsilon": { type: "float32", value: 1e-5 },
      "llama.rope.freq_base": { type: "float32", value: 1000 },
      ...metadata,
    },
    tensors: [
      matrix("token_embd.weight", embedding, vocabulary, size),
      ...blocks.flat(),
      norm("output_norm.weight"),
    ],
  });
}

/** A random adapter, its B block diagonal as the layout demands. */
export function toyAdapter(
  layout: LoraLayout,
  rank: number,
  seed: number,
): PackedAdapter {
  const random = randomStream(seed);
  const { layers } = layout;
  const groups = layout.groups.map(({ in: size, out, slots, modules }) => {
    const R = slots * rank;
    const A = Float32Array.from({ length: layers * size * R }, () => random() - 0.5);
    const B = new Float32Array(layers * R * out);
    for (let layer = 0; layer < layers; layer++) {
      for (const { slot, offset, out: width } of modules) {
        for (let row = slot * rank; row < (slot + 1) * rank; row++) {
          const from = (layer * R + row) * out + offset;
          for (let column = 0; column < width; column++)
            B[from + column] = random() - 0.5;
        }
      }
    }
    return { rank, A, B };
  });
  return { layout, groups };
}

/** Random blocks whose weights lie within ±0.5, about. */
export function randomWeights(
  type: TensorType,
  elements: number,
  random: () => number,
): Uint8Array {
  const bytes = (length: number) =>
    Uint8Array.from({ length }, () => Math.floor(256 * random()));
  const half = (exponent: number, sign: 0 | 1 = 0) => {
    const bits = (sign << 15) | ((exponent + 15) << 10) | Math.floor(1024 * random());
    return [bits & 255, bits >> 8];
  };
  const blocks = (make: () => number[]) =>
    Uint8Array.from(Array.from({ length: elements / 32 }, make).flat());
  switch (type) {
    case "F32":
      return bytesOf(Float32Array.from({ length: elements }, () => random() - 0.5));
    case "F16":
      return Uint8Array.from(
        Array.from({ length: elements }, () => half(-3, random() < 0.5 ? 1 : 0)).flat(),
      );
    case "Q4_0":
      return blocks(() => [...half(-6), ...bytes(16)]);
    case "Q4_1":
      return blocks(() => [...half(-6), ...half(-3, 1), ...bytes(16)]);
    case "Q8_0":
      return blocks(() => [...half(-10), ...bytes(32)]);
    default:
      throw new Error(`No random weights of type ${type}.`);
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer);
}
