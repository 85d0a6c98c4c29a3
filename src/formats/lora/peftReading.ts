/** Reads PEFT's two files, as its versions and other trainers write them. */
import { isFloatType, toFloat32 } from "../floats";
import { readSafetensors, type SafeTensor } from "../safetensors";
import type { BaseShape } from "./adapter";
import { bad } from "./archive";
import { pairModules, type TensorHalf } from "./pairs";
import { readPeftConfig } from "./peftConfig";
import type { ReadAdapter } from "./reading";

const MODULES = "q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj";
/** Whatever stands before the layers, and the adapter's name behind lora_A. */
const TENSOR = new RegExp(
  `^(.*\\blayers\\.(\\d+)\\.(?:self_attn|mlp)\\.(${MODULES}))\\.lora_([AB])(?:\\.[^.]+)?\\.weight$`,
  "u",
);

/** Throws "bad-adapter", or "bad-file" where the tensors' file is damaged. */
export function readPeft(
  config: string,
  weights: Uint8Array,
  shape: BaseShape,
): ReadAdapter {
  const { baseName, scalingFor, vainPatterns } = readPeftConfig(config);
  const tensors = readSafetensors(weights);
  const halves = [...tensors].map(([name, tensor]) => halfOf(name, tensor, shape));
  const names = new Map<string, string>();
  const modules = pairModules(halves, ({ name, layer, module, rank }) => {
    const path = TENSOR.exec(name)![1]!.replace(/^base_model\.(model\.)?/u, "");
    names.set(`${layer} ${module}`, path);
    const { rank: expected, scaling } = scalingFor(path);
    if (rank !== expected) {
      throw bad({ kind: "tensor-rank", tensor: name, found: rank, expected });
    }
    return scaling;
  });
  return { modules, baseName, vainPatterns: vainPatterns([...names.values()]) };
}

function halfOf(
  name: string,
  tensor: SafeTensor,
  { architecture }: BaseShape,
): TensorHalf {
  const match = TENSOR.exec(name);
  if (!match) throw bad(faultOf(name, architecture));
  return {
    name,
    layer: Number(match[2]),
    module: match[3]!,
    half: match[4] as "A" | "B",
    shape: tensor.shape,
    read: () => floats(name, tensor),
  };
}

/** The reason why a tensor belongs to no module that can be adapted here. */
function faultOf(name: string, base: string): Parameters<typeof bad>[0] {
  if (/lora_magnitude_vector/u.test(name)) return { kind: "method", method: "DoRA" };
  if (/lora_embedding_|embed_tokens|\bwte\b|lm_head/u.test(name))
    return { kind: "embeddings" };
  if (name.endsWith(".bias")) return { kind: "biases" };
  const module = /([^.]+)\.lora_[AB]\b/u.exec(name)?.[1];
  if (module !== undefined) return { kind: "other-architecture", found: module, base };
  return { kind: "whole-modules", modules: name };
}

function floats(name: string, { dtype, bytes }: SafeTensor): Float32Array {
  if (isFloatType(dtype)) return toFloat32(dtype, bytes);
  throw bad({ kind: "tensor-type", tensor: name, type: dtype });
}
