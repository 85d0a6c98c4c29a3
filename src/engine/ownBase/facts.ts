/** Facts of a model that its header tells: parameters, type, and the memory that it will take. */
import { codeLayout } from "../../formats/quantization";
import type { GgmlTypeName } from "../../formats/ggml/types";
import type { GgufContent, GgufTensorInfo } from "../../formats/gguf";
import type { OwnBase } from "../../shared/models";

const EMBEDDING = "token_embd.weight";
const FLOAT = 4;

type Header = Pick<GgufContent, "tensors">;

function elementsOf({ shape }: GgufTensorInfo): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Number of weights, those of a head that is not the embedding included. */
export function parameterCount({ tensors }: Header): number {
  return [...tensors.values()].reduce((sum, tensor) => sum + elementsOf(tensor), 0);
}

/** Type that most of the weights have. */
export function mainType({ tensors }: Header): GgmlTypeName {
  const counts = new Map<GgmlTypeName, number>();
  for (const tensor of tensors.values()) {
    counts.set(tensor.type, (counts.get(tensor.type) ?? 0) + elementsOf(tensor));
  }
  const [[type]] = [...counts].sort(([, one], [, other]) => other - one) as [
    [GgmlTypeName, number],
  ];
  return type;
}

/**
 * Bytes of the weights as sessions hold them. WebAssembly: float32, and a table to look tokens up in
 * besides the head. WebGPU: the file's codes, with scales in float32.
 */
export function heldBytes({ tensors }: Header, headTensor: string): OwnBase["heldBytes"] {
  let wasm = tableBytes(tensors.get(EMBEDDING)!, headTensor === EMBEDDING);
  let webgpu = 0;
  for (const tensor of tensors.values()) {
    const floats = FLOAT * elementsOf(tensor);
    if (tensor.name !== EMBEDDING || headTensor === EMBEDDING) wasm += floats;
    const perWeight = tensor.shape.length > 1 ? codedBytes(tensor.type) : null;
    webgpu += perWeight === null ? floats : perWeight * elementsOf(tensor);
  }
  return { wasm: Math.round(wasm), webgpu: Math.round(webgpu) };
}

/** Bytes of the table that WebAssembly looks tokens up in, besides a head that is the same matrix. */
function tableBytes(table: GgufTensorInfo, isHead: boolean): number {
  const elements = elementsOf(table);
  const layout = codeLayout(table.type);
  // 4-bit codes lie a byte each there.
  if (layout) return elements * (1 + scaleBytes(layout));
  if (table.type === "F32") return isHead ? 0 : FLOAT * elements;
  return 2 * elements;
}

/** Bytes of a coded weight on WebGPU; null for types without codes. */
function codedBytes(type: GgmlTypeName): number | null {
  const layout = codeLayout(type);
  return layout && layout.bits / 8 + scaleBytes(layout);
}

/** Bytes of scales and minima to a weight. */
function scaleBytes({
  blockSize,
  hasMinima,
}: NonNullable<ReturnType<typeof codeLayout>>) {
  return ((hasMinima ? 2 : 1) * FLOAT) / blockSize;
}
