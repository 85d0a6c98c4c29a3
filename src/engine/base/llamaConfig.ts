/** Reads a llama-architecture model's sizes from GGUF metadata, refusing what the graph lacks. */
import type { Gguf, GgufTensor } from "../../formats/gguf";
import { AppError } from "../../shared/errors";
import type { ProjectionSizes } from "../adapter/layout";

export interface LlamaConfig {
  layers: number;
  size: number;
  feedForwardSize: number;
  heads: number;
  kvHeads: number;
  headSize: number;
  vocabulary: number;
  ropeBase: number;
  epsilon: number;
  /** Longest context the model was trained for, in tokens. */
  trainedContext: number;
  projections: ProjectionSizes;
}

/** Metadata that would change the computation in ways the graph does not model. */
const REFUSED_KEYS = [
  "llama.rope.scaling.type",
  "llama.rope.scale_linear",
  "llama.expert_count",
  "llama.attention.sliding_window",
];

/** May be given, and must then be the embedding's size divided by the heads. */
const HEAD_SIZE_KEYS = [
  "llama.rope.dimension_count",
  "llama.attention.key_length",
  "llama.attention.value_length",
];

/** Throws "unsupported-model" naming the key or tensor that does not fit. */
export function readLlamaConfig(gguf: Gguf): LlamaConfig {
  const architecture = gguf.metadata.get("general.architecture");
  if (architecture !== "llama") {
    throw unsupported(
      `general.architecture is ${JSON.stringify(architecture)}, not "llama"`,
    );
  }
  for (const key of REFUSED_KEYS) {
    const value = gguf.metadata.get(key);
    if (value !== undefined && value !== "none" && value !== 0) {
      throw unsupported(`${key} is ${JSON.stringify(value)}`);
    }
  }
  const size = count(gguf, "llama.embedding_length");
  const heads = count(gguf, "llama.attention.head_count");
  const kvHeads = count(gguf, "llama.attention.head_count_kv", heads);
  const layers = count(gguf, "llama.block_count");
  const feedForwardSize = count(gguf, "llama.feed_forward_length");
  const headSize = size / heads;
  if (size % heads !== 0 || heads % kvHeads !== 0) {
    throw unsupported(`${heads} heads with ${kvHeads} key heads do not divide ${size}`);
  }
  // GroupQueryAttention with rotary embedding asks for a multiple of 16.
  if (headSize % 16 !== 0) throw unsupported(`its head size is ${headSize}`);
  for (const key of HEAD_SIZE_KEYS) {
    const value = count(gguf, key, headSize);
    if (value !== headSize) throw unsupported(`${key} is ${value}, not ${headSize}`);
  }
  const kv = kvHeads * headSize;
  const config: LlamaConfig = {
    layers,
    size,
    feedForwardSize,
    heads,
    kvHeads,
    headSize,
    vocabulary: tensor(gguf, "token_embd.weight").shape[0]!,
    ropeBase: positive(gguf, "llama.rope.freq_base", 10_000),
    epsilon: positive(gguf, "llama.attention.layer_norm_rms_epsilon"),
    trainedContext: count(gguf, "llama.context_length"),
    projections: {
      q_proj: { in: size, out: size },
      k_proj: { in: size, out: kv },
      v_proj: { in: size, out: kv },
      o_proj: { in: size, out: size },
      gate_proj: { in: size, out: feedForwardSize },
      up_proj: { in: size, out: feedForwardSize },
      down_proj: { in: feedForwardSize, out: size },
    },
  };
  checkShapes(gguf, config);
  return config;
}

/** The tensor of this name; throws "bad-file" when it is missing. */
export function tensor(gguf: Gguf, name: string): GgufTensor {
  const found = gguf.tensors.get(name);
  if (!found) throw new AppError("bad-file", `The model file lacks the tensor ${name}.`);
  return found;
}

/** GGUF tensor name of each projection, within `blk.{layer}.` */
export const PROJECTION_TENSORS = {
  q_proj: "attn_q.weight",
  k_proj: "attn_k.weight",
  v_proj: "attn_v.weight",
  o_proj: "attn_output.weight",
  gate_proj: "ffn_gate.weight",
  up_proj: "ffn_up.weight",
  down_proj: "ffn_down.weight",
} as const;

/** Every tensor the graph uses must be there in its shape, and there must be no other. */
function checkShapes(gguf: Gguf, config: LlamaConfig): void {
  if (config.layers > 1024) throw unsupported(`llama.block_count is ${config.layers}`);
  const used = new Set<string>();
  const expect = (name: string, shape: readonly number[]) => {
    expectShape(gguf, name, shape);
    used.add(name);
  };
  expect("token_embd.weight", [config.vocabulary, config.size]);
  expect("output_norm.weight", [config.size]);
  for (let layer = 0; layer < config.layers; layer++) {
    const block = `blk.${layer}.`;
    expect(`${block}attn_norm.weight`, [config.size]);
    expect(`${block}ffn_norm.weight`, [config.size]);
    for (const [module, name] of Object.entries(PROJECTION_TENSORS)) {
      const sizes = config.projections[module as keyof typeof PROJECTION_TENSORS];
      expect(block + name, [sizes.out, sizes.in]);
    }
  }
  // An output head, a bias, rope factors: ignoring it would give wrong answers silently.
  for (const name of gguf.tensors.keys()) {
    if (!used.has(name)) throw unsupported(`it has the tensor ${name}`);
  }
}

function expectShape(gguf: Gguf, name: string, shape: readonly number[]): void {
  const actual = tensor(gguf, name).shape;
  if (actual.join() !== shape.join()) {
    throw new AppError(
      "bad-file",
      `Tensor ${name} is ${actual.join(" × ")}, expected ${shape.join(" × ")}.`,
    );
  }
}

function count(gguf: Gguf, key: string, fallback?: number): number {
  const value = gguf.metadata.get(key) ?? fallback;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    throw unsupported(`${key} is ${JSON.stringify(value) ?? "missing"}`);
  }
  return value;
}

function positive(gguf: Gguf, key: string, fallback?: number): number {
  const value = gguf.metadata.get(key) ?? fallback;
  if (typeof value !== "number" || !(value > 0)) {
    throw unsupported(`${key} is ${JSON.stringify(value) ?? "missing"}`);
  }
  return value;
}

function unsupported(why: string): AppError {
  return new AppError("unsupported-model", `This model cannot be run here: ${why}.`);
}
