/** Matrices of 8-bit and 4-bit codes: what all devices do alike with them. */
import type { OnnxType } from "../../formats/onnx";
import {
  blockCodes,
  type BlockCodes,
  codeLayout,
  type CodeLayout,
} from "../../formats/quantization";
import { deferred, madeTogether, type GraphBuilder } from "./graph";
import {
  concatenate,
  halfSplitRows,
  type ProjectionPart,
  type TwoWayMatrix,
} from "./linear";

/** A matrix whose codes are made when a session reads them. */
export interface CodedMatrix {
  layout: CodeLayout;
  rows: number;
  columns: number;
  make(): BlockCodes;
}

/** The parts' codes as one matrix; null unless all parts share a layout of codes. */
export function fusedCodes(parts: readonly ProjectionPart[]): CodedMatrix | null {
  const { tensor } = parts[0]!;
  const layout = codeLayout(tensor.type);
  if (!layout || alikeRuns(parts).length > 1) return null;
  return {
    layout,
    rows: parts.reduce((sum, part) => sum + part.tensor.shape[0]!, 0),
    columns: tensor.shape[1]!,
    make: () => joined(parts.map(inHalfSplitOrder)),
  };
}

/** Neighbouring parts whose codes are alike, so that they make one matrix. */
export function alikeRuns(parts: readonly ProjectionPart[]): ProjectionPart[][] {
  const kind = ({ tensor }: ProjectionPart) => JSON.stringify(codeLayout(tensor.type));
  const runs: ProjectionPart[][] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (last && kind(last[0]!) === kind(part)) last.push(part);
    else runs.push([part]);
  }
  return runs;
}

function inHalfSplitOrder({ tensor, interleavedHeads }: ProjectionPart): BlockCodes {
  const coded = blockCodes(tensor)!;
  const [rows, columns] = tensor.shape as [number, number];
  const { codes, scales, minima, blockSize } = coded;
  const blocks = columns / blockSize;
  return {
    ...coded,
    codes: halfSplitRows(codes, codes.length / rows, interleavedHeads),
    scales: halfSplitRows(scales, blocks, interleavedHeads),
    minima: minima && halfSplitRows(minima, blocks, interleavedHeads),
  };
}

function joined(parts: readonly BlockCodes[]): BlockCodes {
  const [first] = parts as [BlockCodes];
  const floats = (arrays: Float32Array<ArrayBuffer>[]) =>
    concatenate<Float32Array<ArrayBuffer>>(arrays, Float32Array);
  return {
    ...first,
    codes: concatenate(
      parts.map(({ codes }) => codes),
      Uint8Array,
    ),
    scales: floats(parts.map(({ scales }) => scales)),
    minima: first.minima && floats(parts.map(({ minima }) => minima!)),
  };
}

/** How a device has codes in its graphs. */
export interface CodeForm {
  type: OnnxType;
  shape: readonly number[];
  /** Bytes of all codes. */
  byteLength: number;
  pack(codes: Uint8Array<ArrayBuffer>): Uint8Array;
}

/** Names of a matrix's weights in a graph. */
export interface DeclaredCodes {
  codes: string;
  /** `[rows, blocks, 1]` */
  scales: string;
  /** `[rows, blocks, 1]`; null where the layout has none. */
  minima: string | null;
}

/** Writes a matrix's weights into a graph. */
export function declareCodes(
  builder: GraphBuilder,
  name: string,
  { layout: { blockSize, hasMinima }, rows, columns, make }: CodedMatrix,
  { type, shape, byteLength, pack }: CodeForm,
): DeclaredCodes {
  const ofBlocks = [rows, columns / blockSize, 1];
  const read = madeTogether(make);
  return {
    codes: builder.weight({
      name: `${name}.codes`,
      type,
      shape,
      bytes: deferred(
        byteLength,
        read(({ codes }) => pack(codes)),
      ),
    }),
    scales: builder.floats(
      `${name}.scales`,
      ofBlocks,
      read(({ scales }) => scales),
    ),
    minima: hasMinima
      ? builder.floats(
          `${name}.minima`,
          ofBlocks,
          read(({ minima }) => minima!),
        )
      : null,
  };
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
    /** Null where such codes cannot be expanded. */
    coded(name: string, matrix: CodedMatrix): TwoWayMatrix | null;
    floats(name: string, part: ProjectionPart): TwoWayMatrix;
  },
): TwoWayMatrix {
  const codes = fusedCodes(parts);
  const coded = codes && make.coded(name, codes);
  if (coded) return coded;
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
