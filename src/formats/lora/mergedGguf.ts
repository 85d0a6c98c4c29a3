/**
 * A base model's GGUF file with an adapter added to its weights, so that programs without LoRA
 * can use it. Everything that the adapter leaves alone stays as the file has it, to the bit.
 */
import { GGML_TYPES } from "../ggml/types";
import {
  byteLengthOf,
  metadataEntries,
  readGguf,
  type GgufTensor,
  type GgufTensorInfo,
} from "../gguf";
import { writeGguf, type WrittenTensor } from "../ggufWriter";
import { dequantise } from "../quantization";
import { encodeBlocks, type EncodedType } from "../ggml/encoding";
import { type AdapterModule, type PortableAdapter, scalingOf } from "./adapter";
import { GGUF_MODULES, rowsAsInFile } from "./ggufLora";

/** A base model's file without its weights: its tensors' names, shapes and types, and its size. */
export interface BaseFile {
  tensors: readonly GgufTensorInfo[];
  fileBytes: number;
}

/** Numbers of `general.file_type`, by the type of most tensors. */
const FILE_TYPES: Record<EncodedType, number> = { F32: 0, F16: 1, Q8_0: 7 };

/** `source` is the base model's file; `type` that of the tensors the adapter changes. */
export function mergedGguf(
  source: Uint8Array,
  adapter: PortableAdapter,
  type: EncodedType,
): Uint8Array<ArrayBuffer> {
  const changes = changedTensors(adapter);
  if (changes.size === 0) return new Uint8Array(source);
  const entries = new Map(metadataEntries(source));
  entries.delete("general.file_type");
  entries.delete("general.alignment");
  const { tensors } = readGguf(source);
  return writeGguf({
    entries,
    metadata: { "general.file_type": { type: "uint32", value: FILE_TYPES[type] } },
    tensors: [...tensors.values()].map((tensor): WrittenTensor => {
      const module = changes.get(tensor.name);
      const { name, shape } = tensor;
      if (!module) {
        const { number } = GGML_TYPES[tensor.type];
        return { name, shape, typeNumber: number, bytes: tensor.bytes };
      }
      const bytes = encodeBlocks(type, adapted(tensor, module, adapter));
      return { name, shape, typeNumber: GGML_TYPES[type].number, bytes };
    }),
  });
}

/**
 * Bytes of the file that `mergedGguf` writes, up to its header, of a base model's file of `fileBytes`
 * with these tensors.
 */
export function mergedSize(
  { tensors, fileBytes }: BaseFile,
  adapter: PortableAdapter,
  type: EncodedType,
): number {
  const changes = changedTensors(adapter);
  return tensors.reduce((size, tensor) => {
    if (!changes.has(tensor.name)) return size;
    return size - byteLengthOf(tensor) + byteLengthOf({ ...tensor, type });
  }, fileBytes);
}

/** The modules whose BA is not zero, by the tensor of the file that it is added to. */
function changedTensors(adapter: PortableAdapter): Map<string, AdapterModule> {
  if (scalingOf(adapter) === 0) return new Map();
  const changing = adapter.modules.filter(({ B }) => B.some((value) => value !== 0));
  return new Map(
    changing.map((module) => [
      `blk.${module.layer}.${GGUF_MODULES[module.module]!}.weight`,
      module,
    ]),
  );
}

/** W + scaling · BA, row by row as the file has them. */
function adapted(
  tensor: GgufTensor,
  module: AdapterModule,
  adapter: PortableAdapter,
): Float32Array {
  const weights = dequantise(tensor);
  const { rank, in: size, out, A } = module;
  const B = rowsAsInFile(module, adapter);
  const scaling = scalingOf(adapter);
  for (let row = 0; row < out; row++) {
    const start = row * size;
    for (let r = 0; r < rank; r++) {
      const factor = scaling * B[row * rank + r]!;
      if (factor === 0) continue;
      const from = r * size;
      for (let i = 0; i < size; i++) weights[start + i]! += factor * A[from + i]!;
    }
  }
  return weights;
}
