/** Matrices of a model file in a graph: the contract, and what is alike on all devices. */
import type { GgufTensor } from "../../formats/gguf";
import { dequantise, dequantiseAll } from "../../formats/quantization";
import type { GraphBuilder } from "./graph";

/** A matrix of a fused projection, whose rows are its outputs. */
export interface ProjectionPart {
  tensor: GgufTensor;
  /** Number of heads within which the rows of q and k of a llama.cpp file are interleaved. */
  interleavedHeads?: number;
}

/** Linear layers of one graph. */
export interface LinearLayers {
  /** x Wᵀ for the parts' rows one after another; x `[batch, sequence, in]`. */
  project(name: string, parts: readonly ProjectionPart[], x: string): string;
  /** Rows of a table by token id: `[batch, sequence]` -> `[batch, sequence, size]` */
  lookUp(table: GgufTensor, tokens: string): string;
  /**
   * Hidden states `[batch, size]` -> `[batch, vocabulary]`, under the name `output`. The matrix
   * may be a table that is looked up as well.
   */
  head(matrix: GgufTensor, hidden: string, output: string): void;
  /**
   * The parts' rows one after another as a matrix W that is multiplied with from both sides. Where
   * the device has to expand its codes for that, they are expanded in the graph, and only as long
   * as they are needed.
   */
  twoWay(name: string, parts: readonly ProjectionPart[]): TwoWayMatrix;
}

/** A matrix W `[out, in]` whose weights are declared in a graph. */
export interface TwoWayMatrix {
  /** x Wᵀ; x `[batch, sequence, in]`. */
  project(x: string): string;
  /** dy W, the gradient of x by that of x Wᵀ; dy `[batch, sequence, out]`. */
  projectBack(dy: string): string;
}

/** The matrix as float32 `[rows, columns]`, once in the graph however often it is asked for. */
export function floatMatrix(builder: GraphBuilder, matrix: GgufTensor): string {
  return builder.shared(matrix.name, () =>
    builder.floats(matrix.name, matrix.shape, () => dequantise(matrix)),
  );
}

/** `head` with a float32 matrix; the output's name is a fresh one when absent. */
export function addFloatHead(
  builder: GraphBuilder,
  hidden: string,
  matrix: string,
  output?: string,
): string {
  return builder.operator("Gemm", [hidden, matrix], {
    attributes: { transB: 1 },
    ...(output !== undefined && { outputs: [output] }),
  });
}

/** The parts as one float32 matrix, rows in half-split order. */
export function fusedFloats(parts: readonly ProjectionPart[]): {
  rows: number;
  columns: number;
  values: () => Float32Array<ArrayBuffer>;
} {
  const columns = parts[0]!.tensor.shape[1]!;
  const rows = parts.reduce((sum, { tensor }) => sum + tensor.shape[0]!, 0);
  const values = () => {
    const all = dequantiseAll(parts.map(({ tensor }) => tensor));
    let from = 0;
    for (const { tensor, interleavedHeads } of parts) {
      const own = all.subarray(from, (from += tensor.shape[0]! * columns));
      if (interleavedHeads) own.set(halfSplitRows(own, columns, interleavedHeads));
    }
    return all;
  };
  return { rows, columns, values };
}

/**
 * Undoes llama.cpp's row order (convert_hf_to_gguf `permute`): within a head, its row 2j + s
 * is row s·half + j of the half-split order that rotary embedding expects here. Rows that are
 * not interleaved stay as they are.
 */
export function halfSplitRows<
  T extends Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
>(values: T, rowLength: number, interleavedHeads: number | undefined): T {
  if (interleavedHeads === undefined) return values;
  const result = values.slice() as T;
  const rows = values.length / rowLength;
  const half = rows / interleavedHeads / 2;
  for (let row = 0; row < rows; row++) {
    const head = Math.floor(row / (2 * half));
    const within = row % (2 * half);
    const source = head * 2 * half + 2 * (within % half) + Math.floor(within / half);
    const from = source * rowLength;
    result.set(values.subarray(from, from + rowLength), row * rowLength);
  }
  return result;
}

export function concatenate<
  T extends Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
>(arrays: readonly T[], constructor: new (length: number) => T): T {
  if (arrays.length === 1) return arrays[0]!;
  const result = new constructor(arrays.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const array of arrays) {
    result.set(array, offset);
    offset += array.length;
  }
  return result;
}
