/** A random 2-layer model as a GGUF file, and adapters for it. */
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

export interface ToyModelOptions {
  architecture?: "llama" | "qwen2" | "qwen3";
  size?: number;
  feedForwardSize?: number;
  projections?: TensorType;
  /** Type of v's projection; absent: as the others. */
  values?: TensorType;
  embedding?: TensorType;
  /** Type of a head that is not the embedding; absent: there is none. */
  head?: TensorType;
  /** Size of a head; absent: the embedding's share. */
  headSize?: number;
  hasRopeFactors?: boolean;
  metadata?: Record<string, GgufField>;
  /** Tensors besides the architecture's. */
  tensors?: readonly WrittenTensor[];
}

/** A model of random weights; norms, biases and factors in F32. */
export function toyModel({
  architecture = "llama",
  size = TOY.size,
  feedForwardSize = TOY.feedForwardSize,
  projections = "Q4_1",
  values = projections,
  embedding = "Q8_0",
  head,
  headSize = size / TOY.heads,
  hasRopeFactors = false,
  metadata = {},
  tensors = [],
}: ToyModelOptions = {}): Uint8Array<ArrayBuffer> {
  const random = randomStream(1);
  const { heads, kvHeads, vocabulary, layers } = TOY;
  const q = headSize * heads;
  const kv = headSize * kvHeads;
  const matrix = (name: string, type: TensorType, rows: number, columns: number) => ({
    name,
    shape: [rows, columns],
    type,
    bytes: randomWeights(type, rows * columns, random),
  });
  const floats = (name: string, length: number): WrittenTensor => ({
    name,
    shape: [length],
    type: "F32",
    bytes: bytesOf(Float32Array.from({ length }, () => 0.5 + random())),
  });
  const norm = (name: string) => floats(name, size);
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const block = `blk.${layer}.`;
    return [
      norm(`${block}attn_norm.weight`),
      matrix(`${block}attn_q.weight`, projections, q, size),
      matrix(`${block}attn_k.weight`, projections, kv, size),
      matrix(`${block}attn_v.weight`, values, kv, size),
      matrix(`${block}attn_output.weight`, projections, size, q),
      norm(`${block}ffn_norm.weight`),
      matrix(`${block}ffn_gate.weight`, projections, feedForwardSize, size),
      matrix(`${block}ffn_up.weight`, projections, feedForwardSize, size),
      matrix(`${block}ffn_down.weight`, projections, size, feedForwardSize),
      ...ownTensors(block),
    ];
  });
  const written = {
    metadata: {
      "general.architecture": { type: "string" as const, value: architecture },
      [`${architecture}.block_count`]: { type: "uint32" as const, value: layers },
      [`${architecture}.context_length`]: { type: "uint32" as const, value: TOY.context },
      [`${architecture}.embedding_length`]: { type: "uint32" as const, value: size },
      [`${architecture}.feed_forward_length`]: {
        type: "uint32" as const,
        value: feedForwardSize,
      },
      [`${architecture}.attention.head_count`]: { type: "uint32" as const, value: heads },
      [`${architecture}.attention.head_count_kv`]: {
        type: "uint32" as const,
        value: kvHeads,
      },
      [`${architecture}.attention.layer_norm_rms_epsilon`]: {
        type: "float32" as const,
        value: 1e-5,
      },
      [`${architecture}.rope.freq_base`]: { type: "float32" as const, value: 1000 },
      ...(architecture === "qwen3" && {
        "qwen3.attention.key_length": { type: "uint32" as const, value: headSize },
      }),
      ...metadata,
    },
    tensors: [
      matrix("token_embd.weight", embedding, vocabulary, size),
      ...blocks.flat(),
      norm("output_norm.weight"),
      ...(head ? [matrix("output.weight", head, vocabulary, size)] : []),
      ...(hasRopeFactors ? [floats("rope_freqs.weight", headSize / 2)] : []),
      ...tensors,
    ],
  };
  return writeGguf(written);

  /** Tensors of the architecture besides projections and their norms. */
  function ownTensors(block: string): WrittenTensor[] {
    switch (architecture) {
      case "llama":
        return [];
      case "qwen2":
        return [
          floats(`${block}attn_q.bias`, q),
          floats(`${block}attn_k.bias`, kv),
          floats(`${block}attn_v.bias`, kv),
        ];
      case "qwen3":
        return [
          floats(`${block}attn_q_norm.weight`, headSize),
          floats(`${block}attn_k_norm.weight`, headSize),
        ];
      default:
        return architecture satisfies never;
    }
  }
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
  const blocks = (make: () => number[], size = 32) =>
    Uint8Array.from(Array.from({ length: elements / size }, make).flat());
  switch (type) {
    case "F32":
      return bytesOf(Float32Array.from({ length: elements }, () => random() - 0.5));
    case "F16":
      return Uint8Array.from(
        Array.from({ length: elements }, () => half(-3, random() < 0.5 ? 1 : 0)).flat(),
      );
    case "BF16":
      // The upper halves of float32 between 0.25 and 0.5, and their negatives.
      return Uint8Array.from(
        Array.from({ length: elements }, () => [
          Math.floor(128 * random()) | 128,
          random() < 0.5 ? 0x3e : 0xbe,
        ]).flat(),
      );
    case "Q4_0":
      return blocks(() => [...half(-6), ...bytes(16)]);
    case "Q4_1":
      return blocks(() => [...half(-6), ...half(-3, 1), ...bytes(16)]);
    case "Q5_0":
      return blocks(() => [...half(-6), ...bytes(20)]);
    case "Q5_1":
      return blocks(() => [...half(-6), ...half(-3, 1), ...bytes(20)]);
    case "Q4_K":
      return blocks(() => [...half(-12), ...half(-9), ...bytes(140)], 256);
    case "Q6_K":
      return blocks(() => [...bytes(208), ...half(-14)], 256);
    case "Q8_0":
      return blocks(() => [...half(-10), ...bytes(32)]);
    default:
      throw new Error(`No random weights of type ${type}.`);
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer);
}
