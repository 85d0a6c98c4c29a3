/** Tensors of a llama, qwen2 or qwen3 model: what they are called, and that none is missing. */
import type { GgufContent, GgufTensorInfo } from "../../formats/gguf";
import { AppError, type FileFault } from "../../shared/errors";
import type { LlamaConfig } from "./llamaConfig";

/** The tensor of this name; throws "bad-file" when it is missing. */
export function tensor<Tensor extends GgufTensorInfo>(
  gguf: GgufContent<Tensor>,
  name: string,
): Tensor {
  const found = gguf.tensors.get(name);
  if (!found) throw badTensor({ kind: "tensor-missing", tensor: name });
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

/** GGUF tensor name of each bias, within `blk.{layer}.` */
export const BIAS_TENSORS = {
  q_proj: "attn_q.bias",
  k_proj: "attn_k.bias",
  v_proj: "attn_v.bias",
} as const;

/** GGUF tensor name of each norm of a projection's heads, `[headSize]`, within `blk.{layer}.` */
export const HEAD_NORM_TENSORS = {
  q_proj: "attn_q_norm.weight",
  k_proj: "attn_k_norm.weight",
} as const;

/** Divisors of the rotary frequencies, `[headSize / 2]`: Llama 3's way to longer contexts. */
export const ROPE_FACTORS = "rope_freqs.weight";

/** Every tensor the graph uses must be there in its shape, and there must be no other. */
export function checkTensors(gguf: GgufContent, config: LlamaConfig): void {
  const used = new Set<string>();
  const expect = (name: string, shape: readonly number[]) => {
    expectShape(gguf, name, shape);
    used.add(name);
  };
  expect("token_embd.weight", [config.vocabulary, config.size]);
  expect(config.headTensor, [config.vocabulary, config.size]);
  if (config.hasRopeFactors) expect(ROPE_FACTORS, [config.headSize / 2]);
  expect("output_norm.weight", [config.size]);
  for (let layer = 0; layer < config.layers; layer++) {
    const block = `blk.${layer}.`;
    expect(`${block}attn_norm.weight`, [config.size]);
    expect(`${block}ffn_norm.weight`, [config.size]);
    for (const [module, name] of Object.entries(PROJECTION_TENSORS)) {
      const sizes = config.projections[module as keyof typeof PROJECTION_TENSORS];
      expect(block + name, [sizes.out, sizes.in]);
    }
    if (config.hasBiases) {
      for (const [module, name] of Object.entries(BIAS_TENSORS)) {
        expect(block + name, [
          config.projections[module as keyof typeof BIAS_TENSORS].out,
        ]);
      }
    }
    if (config.hasHeadNorms) {
      for (const name of Object.values(HEAD_NORM_TENSORS)) {
        expect(block + name, [config.headSize]);
      }
    }
  }
  // Ignoring another tensor would give wrong answers silently.
  for (const name of gguf.tensors.keys()) {
    if (!used.has(name)) throw unsupportedTensor(name);
  }
}

function expectShape(gguf: GgufContent, name: string, shape: readonly number[]): void {
  const actual = tensor(gguf, name).shape;
  if (actual.join() !== shape.join()) {
    const [found, expected] = [actual, shape].map((sizes) => sizes.join(" × "));
    throw badTensor({
      kind: "tensor-shape",
      tensor: name,
      shape: found!,
      expected: expected!,
    });
  }
}

function badTensor(fault: FileFault): AppError {
  return new AppError({ code: "bad-file", file: "gguf", fault });
}

/** The failure of a model whose metadata has this value, which the graph does not model. */
export function unsupportedKey(key: string, found: unknown): AppError {
  const value = JSON.stringify(found) ?? "missing";
  return new AppError({
    code: "unsupported-model",
    fault: { kind: "model-key", key, value },
  });
}

/** The failure of a model with a tensor that the graph does not use. */
export function unsupportedTensor(tensor: string): AppError {
  return new AppError({
    code: "unsupported-model",
    fault: { kind: "model-tensor", tensor },
  });
}
