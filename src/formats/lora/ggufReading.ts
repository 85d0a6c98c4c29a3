/** Reads a GGUF LoRA: keys and layout as ggufLora.ts writes them. */
import { readGguf } from "../gguf";
import { dequantise } from "../quantization";
import type { BaseShape } from "./adapter";
import { bad } from "./archive";
import { GGUF_MODULES } from "./ggufLora";
import { pairModules, type TensorHalf } from "./pairs";
import type { ReadAdapter } from "./reading";

const MODULES = new Map(
  Object.entries(GGUF_MODULES).map(([module, inFile]) => [inFile, module]),
);

/** Throws "bad-adapter", or "bad-file" where the file is damaged. */
export function readGgufLora(bytes: Uint8Array, shape: BaseShape): ReadAdapter {
  const { metadata, tensors } = readGguf(bytes);
  const type = metadata.get("adapter.type");
  if (type !== "lora") {
    const method = String(type ?? metadata.get("general.type") ?? "model");
    throw bad({ kind: "method", method: `GGUF ${method}` });
  }
  const architecture = String(metadata.get("general.architecture") ?? "missing");
  if (architecture !== shape.architecture) {
    const { architecture: base } = shape;
    throw bad({ kind: "other-architecture", found: architecture, base });
  }
  const alpha = metadata.get("adapter.lora.alpha") ?? 0;
  if (typeof alpha !== "number" || !Number.isFinite(alpha)) {
    throw bad({ kind: "config-value", key: "adapter.lora.alpha", found: String(alpha) });
  }
  const halves = [...tensors.values()].map((tensor): TensorHalf => {
    const match = /^blk\.(\d+)\.(\w+)\.weight\.lora_([ab])$/u.exec(tensor.name);
    const module = match && MODULES.get(match[2]!);
    if (!match || !module) {
      if (/^token_embd|^output/u.test(tensor.name)) throw bad({ kind: "embeddings" });
      const { architecture: base } = shape;
      throw bad({ kind: "other-architecture", found: tensor.name, base });
    }
    return {
      name: tensor.name,
      layer: Number(match[1]),
      module,
      half: match[3] === "a" ? "A" : "B",
      shape: tensor.shape,
      read: () => dequantise(tensor),
    };
  });
  // As llama.cpp has it, an alpha of 0 is no alpha.
  const modules = pairModules(halves, ({ rank }) => (alpha === 0 ? 1 : alpha / rank));
  const base = metadata.get("general.base_model.0.name");
  return {
    modules: modules.map((module) => ({
      ...module,
      B: rowsInHalves(module.module, module.B, module.rank, shape),
    })),
    baseName: typeof base === "string" ? base : null,
    vainPatterns: [],
  };
}

/** Undoes the order that `rowsAsInFile` gives the rows of q and k. */
function rowsInHalves(
  module: string,
  B: Float32Array,
  rowLength: number,
  { hasInterleavedRows, heads, kvHeads }: BaseShape,
): Float32Array {
  if (!hasInterleavedRows || (module !== "q_proj" && module !== "k_proj")) return B;
  const headRows = B.length / rowLength / (module === "q_proj" ? heads : kvHeads);
  // Rows that no head fits are of another base model, which their shapes will tell.
  if (headRows % 2 !== 0) return B;
  const half = headRows / 2;
  const result = new Float32Array(B.length);
  for (let row = 0; row * rowLength < B.length; row++) {
    const within = row % headRows;
    const source = row - within + 2 * (within % half) + Math.floor(within / half);
    const from = source * rowLength;
    result.set(B.subarray(from, from + rowLength), row * rowLength);
  }
  return result;
}
