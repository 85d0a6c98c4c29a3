/** Matrices of 8-bit and 4-bit codes: what all devices do alike with them. */
import { blockCodes, type BlockCodes } from "../../formats/quantization";
import type { GraphBuilder } from "./graph";
import {
  concatenate,
  halfSplitRows,
  type ProjectionPart,
  type TwoWayMatrix,
} from "./linear";

export interface CodedMatrix extends BlockCodes {
  rows: number;
  columns: number;
}

/** The parts' codes as one matrix; null unless all parts share a format that has codes. */
export function fusedCodes(parts: readonly ProjectionPart[]): CodedMatrix | null {
  const coded = parts.map(({ tensor, interleavedHeads }): CodedMatrix | null => {
    const found = blockCodes(tensor);
    if (!found) return null;
    const [rows, columns] = tensor.shape as [number, number];
    const blocks = columns / found.blockSize;
    const { codes, scales, minima } = found;
    return {
      ...found,
      rows,
      columns,
      codes: halfSplitRows(codes, codes.length / rows, interleavedHeads),
      scales: halfSplitRows(scales, blocks, interleavedHeads),
      minima: minima && halfSplitRows(minima, blocks, interleavedHeads),
    };
  });
  const first = coded[0];
  if (!first) return null;
  const alike = coded.filter(
    (part) =>
      part?.bits === first.bits &&
      part.blockSize === first.blockSize &&
      part.zeroPoint === first.zeroPoint &&
      (part.minima === null) === (first.minima === null),
  ) as CodedMatrix[];
  if (alike.length !== parts.length) return null;
  const floats = (arrays: Float32Array<ArrayBuffer>[]) =>
    concatenate<Float32Array<ArrayBuffer>>(arrays, Float32Array);
  return {
    ...first,
    rows: alike.reduce((sum, { rows }) => sum + rows, 0),
    codes: concatenate(
      alike.map(({ codes }) => codes),
      Uint8Array,
    ),
    scales: floats(alike.map(({ scales }) => scales)),
    minima: first.minima && floats(alike.map(({ minima }) => minima!)),
  };
}

/** Σ of each block of activations, which multiplies the block's minimum. */
export function addBlockSums(
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

/** Adds to x `[batch, sequence, columns]` one value for each block, `[batch, sequence, blocks]`. */
export function addToBlocks(
  builder: GraphBuilder,
  x: string,
  ofBlocks: string,
  blocks: number,
  blockSize: number,
): string {
  const shaped = (value: string, sizes: readonly number[]) =>
    builder.operator("Reshape", [value, builder.integers(sizes)]);
  const sum = builder.operator("Add", [
    shaped(x, [0, 0, blocks, blockSize]),
    shaped(ofBlocks, [0, 0, blocks, 1]),
  ]);
  return shaped(sum, [0, 0, blocks * blockSize]);
}

/**
 * A two-way matrix of all parts: coded where they share a format that has codes, else each part
 * by itself, coded or as float32.
 */
export function twoWayMatrix(
  builder: GraphBuilder,
  name: string,
  parts: readonly ProjectionPart[],
  make: {
    coded(name: string, matrix: CodedMatrix): TwoWayMatrix;
    floats(name: string, part: ProjectionPart): TwoWayMatrix;
  },
): TwoWayMatrix {
  const coded = fusedCodes(parts);
  if (coded) return make.coded(name, coded);
  if (parts.length === 1) return make.floats(name, parts[0]!);
  const matrices = parts.map((part, index) =>
    twoWayMatrix(builder, `${name}.${index}`, [part], make),
  );
  const sizes = parts.map(({ tensor }) => tensor.shape[0]!);
  return {
    project: (x) =>
      builder.operator(
        "Concat",
        matrices.map((matrix) => matrix.project(x)),
        { attributes: { axis: -1 } },
      ),
    projectBack(dy) {
      const slices = sizes.map((_, index) => `${dy}.${name}.${index}`);
      builder.operator("Split", [dy, builder.integers(sizes)], {
        attributes: { axis: -1 },
        outputs: slices,
      });
      return matrices
        .map((matrix, index) => matrix.projectBack(slices[index]!))
        .reduce((sum, part) => builder.operator("Add", [sum, part]));
    },
  };
}
