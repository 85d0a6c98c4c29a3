/** Linear layers of the base model in a graph: f32 for WebAssembly, block codes for WebGPU. */
import { blockCodes, dequantise } from "../../formats/quantization";
import type { GgufTensor } from "../../formats/gguf";
import type { Device } from "../../shared/engine";
import { transpose, type GraphBuilder } from "../device/graph";
import {
  INPUT_SCALE,
  inputA,
  inputB,
  type LoraGroup,
  type ProjectionGroup,
} from "../adapter/layout";

/** One matrix of a fused projection; rows = outputs. */
export interface ProjectionPart {
  tensor: GgufTensor;
  /** For q and k of a llama.cpp file, whose rows are interleaved within each of `heads`. */
  interleavedHeads?: number;
}

/**
 * y = x Wᵀ for the parts' rows one after another; x `[batch, sequence, in]`.
 * Quantised types keep their codes on WebGPU, so nothing is lost; others become f32.
 */
export function addProjection(
  builder: GraphBuilder,
  name: string,
  parts: readonly ProjectionPart[],
  x: string,
  device: Device,
): string {
  const codes = device === "webgpu" ? fusedCodes(parts) : null;
  if (!codes) return addFloatProjection(builder, name, parts, x, device);
  const { rows, columns, blockSize } = codes;
  const blocks = columns / blockSize;
  const y = builder.operator(
    "MatMulNBits",
    [
      x,
      builder.weight({
        name: `${name}.codes`,
        type: "uint8",
        shape: [rows, blocks, codes.codes.length / rows / blocks],
        bytes: codes.codes,
      }),
      builder.floats(`${name}.scales`, [rows * blocks], codes.scales),
      zeroPoints(builder, name, codes.bits, codes.zeroPoint, rows, blocks),
    ],
    {
      domain: "com.microsoft",
      attributes: { K: columns, N: rows, bits: codes.bits, block_size: blockSize },
    },
  );
  if (!codes.minima) return y;
  const minima = builder.floats(
    `${name}.minima`,
    [blocks, rows],
    transpose(codes.minima, rows, blocks),
  );
  const blockSums = addBlockSums(builder, x, blocks, blockSize);
  return builder.operator("Add", [y, builder.operator("MatMul", [blockSums, minima])]);
}

/** What a group of projections gives, LoRA included: `[batch, sequence, out]`. */
export function adapted(layer: number, group: ProjectionGroup): string {
  return `blk.${layer}.${group}.adapted`;
}

/** Adds each row's LoRA, scale · (x A) B, to y; see loraLayout for the inputs' shapes. */
export function addLora(
  builder: GraphBuilder,
  layer: number,
  { group, in: size, out }: LoraGroup,
  x: string,
  y: string,
): string {
  const A = builder.input(inputA(layer, group), "float32", [
    `A.${group}`,
    size,
    `R.${group}`,
  ]);
  const B = builder.input(inputB(layer, group), "float32", [
    `B.${group}`,
    `R.${group}`,
    out,
  ]);
  const inner = builder.operator("MatMul", [x, A]);
  const scaled = builder.operator("Mul", [inner, INPUT_SCALE]);
  return builder.operator("Add", [y, builder.operator("MatMul", [scaled, B])], {
    outputs: [adapted(layer, group)],
  });
}

function addFloatProjection(
  builder: GraphBuilder,
  name: string,
  parts: readonly ProjectionPart[],
  x: string,
  device: Device,
): string {
  const columns = parts[0]!.tensor.shape[1]!;
  const matrices = parts.map(({ tensor, interleavedHeads }) => {
    const values = dequantise(tensor);
    return interleavedHeads ? halfSplitRows(values, columns, interleavedHeads) : values;
  });
  const values = concatenate(matrices, Float32Array);
  const rows = values.length / columns;
  if (device === "webgpu") {
    // FusedMatMul is not on the WebGPU provider.
    const weight = builder.floats(
      name,
      [columns, rows],
      transpose(values, rows, columns),
    );
    return builder.operator("MatMul", [x, weight]);
  }
  const weight = builder.floats(name, [rows, columns], values);
  return builder.operator("FusedMatMul", [x, weight], {
    domain: "com.microsoft",
    attributes: { transB: 1 },
  });
}

/** The parts' codes as one matrix; null unless all parts share a format that has codes. */
function fusedCodes(parts: readonly ProjectionPart[]) {
  const coded = parts.map(({ tensor, interleavedHeads }) => {
    const codes = blockCodes(tensor);
    if (!codes) return null;
    const [rows, columns] = tensor.shape as [number, number];
    const blocks = columns / codes.blockSize;
    if (!interleavedHeads) return { ...codes, rows, columns };
    return {
      ...codes,
      rows,
      columns,
      codes: halfSplitRows(codes.codes, codes.codes.length / rows, interleavedHeads),
      scales: halfSplitRows(codes.scales, blocks, interleavedHeads),
      minima: codes.minima && halfSplitRows(codes.minima, blocks, interleavedHeads),
    };
  });
  const first = coded[0];
  if (!first) return null;
  const alike = coded.filter(
    (part) =>
      part?.bits === first.bits &&
      part.blockSize === first.blockSize &&
      part.zeroPoint === first.zeroPoint,
  ) as (typeof first)[];
  if (alike.length !== parts.length) return null;
  return {
    bits: first.bits,
    blockSize: first.blockSize,
    zeroPoint: first.zeroPoint,
    columns: first.columns,
    rows: alike.reduce((sum, { rows }) => sum + rows, 0),
    codes: concatenate(
      alike.map(({ codes }) => codes),
      Uint8Array,
    ),
    scales: concatenate(
      alike.map(({ scales }) => scales),
      Float32Array,
    ),
    minima:
      first.minima &&
      concatenate(
        alike.map(({ minima }) => minima!),
        Float32Array,
      ),
  };
}

/** Packed uint8 zero points, all alike; "" where the operator's default is meant. */
function zeroPoints(
  builder: GraphBuilder,
  name: string,
  bits: 4 | 8,
  zeroPoint: number,
  rows: number,
  blocks: number,
): string {
  if (zeroPoint === 2 ** (bits - 1)) return "";
  const bytesPerRow = Math.ceil((blocks * bits) / 8);
  const bytes = new Uint8Array(rows * bytesPerRow).fill(
    bits === 4 ? zeroPoint * 17 : zeroPoint,
  );
  return builder.weight({
    name: `${name}.zeroPoints`,
    type: "uint8",
    shape: [bytes.length],
    bytes,
  });
}

/** Σ of each block of activations: what multiplies a block's minimum. */
function addBlockSums(
  builder: GraphBuilder,
  x: string,
  blocks: number,
  blockSize: number,
): string {
  const blocked = builder.operator("Reshape", [
    x,
    builder.integers([0, 0, blocks, blockSize]),
  ]);
  return builder.operator("ReduceSum", [blocked, builder.integers([3])], {
    attributes: { keepdims: 0 },
  });
}

/**
 * Undoes llama.cpp's row order (convert_hf_to_gguf `permute`): within a head, its row 2j + s
 * is row s·half + j of the half-split order that rotary embedding expects here.
 */
function halfSplitRows<T extends Uint8Array | Float32Array<ArrayBuffer>>(
  values: T,
  rowLength: number,
  heads: number,
): T {
  const result = values.slice() as T;
  const rows = values.length / rowLength;
  const half = rows / heads / 2;
  for (let row = 0; row < rows; row++) {
    const head = Math.floor(row / (2 * half));
    const within = row % (2 * half);
    const source = head * 2 * half + 2 * (within % half) + Math.floor(within / half);
    const from = source * rowLength;
    result.set(values.subarray(from, from + rowLength), row * rowLength);
  }
  return result;
}

function concatenate<T extends Uint8Array | Float32Array>(
  arrays: readonly T[],
  constructor: new (length: number) => T,
): T {
  if (arrays.length === 1) return arrays[0]!;
  const result = new constructor(arrays.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const array of arrays) {
    result.set(array, offset);
    offset += array.length;
  }
  return result;
}
