/** Reads the sizes of a llama, qwen2 or qwen3 model from GGUF metadata, refusing other kinds. */
import type { GgufContent } from "../../formats/gguf";
import type { ProjectionSizes } from "../adapter/layout";
import { checkTensors, ROPE_FACTORS, tensor, unsupportedKey } from "./llamaTensors";

export interface LlamaConfig {
  /** Name in the file: "llama", "qwen2" or "qwen3". */
  architecture: string;
  layers: number;
  size: number;
  feedForwardSize: number;
  heads: number;
  kvHeads: number;
  headSize: number;
  vocabulary: number;
  ropeBase: number;
  /** Whether each rotary frequency is divided by a factor of the tensor ROPE_FACTORS. */
  hasRopeFactors: boolean;
  epsilon: number;
  /** Longest context the model was trained for, in tokens. */
  trainedContext: number;
  projections: ProjectionSizes;
  /** Whether the rows of q and k are interleaved within each head, as llama.cpp has llama's. */
  hasInterleavedRows: boolean;
  /** Whether a bias is added to q, k and v. */
  hasBiases: boolean;
  /** Whether every head of q and k is normalised before it is rotated. */
  hasHeadNorms: boolean;
  /** Tensor that hidden states are compared with: the embedding, or a matrix of its own. */
  headTensor: "token_embd.weight" | "output.weight";
}

/** How the architectures that can be read differ. */
interface Architecture {
  hasInterleavedRows: boolean;
  hasBiases: boolean;
  hasHeadNorms: boolean;
  /** Whether heads may be of another size than the embedding's share. */
  hasOwnHeadSize: boolean;
  /** Whether there may be factors for the rotary frequencies. */
  mayHaveRopeFactors: boolean;
}

const PLAIN: Architecture = {
  hasInterleavedRows: false,
  hasBiases: false,
  hasHeadNorms: false,
  hasOwnHeadSize: false,
  mayHaveRopeFactors: false,
};
const ARCHITECTURES: ReadonlyMap<unknown, Architecture> = new Map([
  ["llama", { ...PLAIN, hasInterleavedRows: true, mayHaveRopeFactors: true }],
  ["qwen2", { ...PLAIN, hasBiases: true }],
  ["qwen3", { ...PLAIN, hasHeadNorms: true, hasOwnHeadSize: true }],
]);

/** Metadata that would change the computation in ways the graph does not model. */
const REFUSED_KEYS = [
  "rope.scaling.type",
  "rope.scale_linear",
  "expert_count",
  "attention.sliding_window",
];

/** May be given, and must then be the size of a head. */
const HEAD_SIZE_KEYS = [
  "rope.dimension_count",
  "attention.key_length",
  "attention.value_length",
];

/** Throws "unsupported-model" naming the key or tensor that does not fit. */
export function readLlamaConfig(gguf: GgufContent): LlamaConfig {
  const name = gguf.metadata.get("general.architecture");
  const architecture = ARCHITECTURES.get(name);
  if (!architecture) {
    throw unsupportedKey("general.architecture", name);
  }
  const key = (suffix: string) => `${name as string}.${suffix}`;
  for (const suffix of REFUSED_KEYS) {
    const value = gguf.metadata.get(key(suffix));
    if (value !== undefined && value !== "none" && value !== 0) {
      throw unsupportedKey(key(suffix), value);
    }
  }
  const size = count(gguf, key("embedding_length"));
  const heads = count(gguf, key("attention.head_count"));
  const kvHeads = count(gguf, key("attention.head_count_kv"), heads);
  const layers = count(gguf, key("block_count"));
  if (layers > 1024) throw unsupportedKey(key("block_count"), layers);
  const feedForwardSize = count(gguf, key("feed_forward_length"));
  const headSize = architecture.hasOwnHeadSize
    ? count(gguf, key("attention.key_length"), size / heads)
    : size / heads;
  if (heads % kvHeads !== 0 || !Number.isInteger(headSize)) {
    throw unsupportedKey(key("attention.head_count"), heads);
  }
  // GroupQueryAttention with rotary embedding asks for a multiple of 16.
  if (headSize % 16 !== 0) {
    throw unsupportedKey(key("attention.key_length"), headSize);
  }
  for (const suffix of HEAD_SIZE_KEYS) {
    const value = count(gguf, key(suffix), headSize);
    if (value !== headSize) throw unsupportedKey(key(suffix), value);
  }
  const { hasInterleavedRows, hasBiases, hasHeadNorms, mayHaveRopeFactors } =
    architecture;
  const q = heads * headSize;
  const kv = kvHeads * headSize;
  const config: LlamaConfig = {
    architecture: name as string,
    layers,
    size,
    feedForwardSize,
    heads,
    kvHeads,
    headSize,
    vocabulary: tensor(gguf, "token_embd.weight").shape[0]!,
    ropeBase: positive(gguf, key("rope.freq_base"), 10_000),
    hasRopeFactors: mayHaveRopeFactors && gguf.tensors.has(ROPE_FACTORS),
    epsilon: positive(gguf, key("attention.layer_norm_rms_epsilon")),
    trainedContext: count(gguf, key("context_length")),
    projections: {
      q_proj: { in: size, out: q },
      k_proj: { in: size, out: kv },
      v_proj: { in: size, out: kv },
      o_proj: { in: q, out: size },
      gate_proj: { in: size, out: feedForwardSize },
      up_proj: { in: size, out: feedForwardSize },
      down_proj: { in: feedForwardSize, out: size },
    },
    hasInterleavedRows,
    hasBiases,
    hasHeadNorms,
    headTensor: gguf.tensors.has("output.weight") ? "output.weight" : "token_embd.weight",
  };
  checkTensors(gguf, config);
  return config;
}

function count(gguf: GgufContent, key: string, fallback?: number): number {
  const value = gguf.metadata.get(key) ?? fallback;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    throw unsupportedKey(key, value);
  }
  return value;
}

function positive(gguf: GgufContent, key: string, fallback?: number): number {
  const value = gguf.metadata.get(key) ?? fallback;
  if (typeof value !== "number" || !(value > 0)) {
    throw unsupportedKey(key, value);
  }
  return value;
}
