/**
 * Matrices that are multiplied with from both sides on WebGPU. `MatMulNBits` has no transposed
 * form: for x Wᵀ the codes are read as they are, for dy W they are expanded to float32 before,
 * which loses nothing.
 */
import { type CodedMatrix, declareCodes, twoWayMatrix } from "../codedMatrix";
import type { GraphBuilder } from "../graph";
import { fusedFloats, type ProjectionPart, type TwoWayMatrix } from "../linear";
import { addCodedProduct, addCodedRows, canExpand } from "./codedWeights";

export function webGpuTwoWay(
  builder: GraphBuilder,
  name: string,
  parts: readonly ProjectionPart[],
): TwoWayMatrix {
  return twoWayMatrix(builder, name, parts, {
    coded: (part, matrix) => twoWayCodes(builder, part, matrix),
    floats(part, projection) {
      const { rows, columns, values } = fusedFloats([projection]);
      const weight = builder.floats(part, [rows, columns], values);
      return {
        project: (x) => builder.operator("MatMul", [x, addTransposed(builder, weight)]),
        projectBack: (dy) => builder.operator("MatMul", [dy, weight]),
      };
    },
  });
}

function twoWayCodes(
  builder: GraphBuilder,
  name: string,
  matrix: CodedMatrix,
): TwoWayMatrix | null {
  const { layout, rows, columns } = matrix;
  if (!canExpand(layout, columns)) return null;
  const { bits, blockSize } = layout;
  const blocks = columns / blockSize;
  const reshape = (x: string, sizes: readonly number[]) =>
    builder.operator("Reshape", [x, builder.integers(sizes)]);
  const weights = declareCodes(builder, name, matrix, {
    type: "uint8",
    shape: [rows, blocks, (blockSize * bits) / 8],
    byteLength: (rows * columns * bits) / 8,
    pack: (codes) => codes,
  });
  return {
    project(x) {
      const { codes, scales, minima } = weights;
      const inputs = {
        codes,
        scales: reshape(scales, [-1]),
        minima: minima && addTransposed(builder, reshape(minima, [rows, blocks])),
      };
      return addCodedProduct(builder, matrix, inputs, x, { leading: 2 });
    },
    projectBack(dy) {
      const expanded = addCodedRows(builder, matrix, weights, builder.range(rows), 1);
      return builder.operator("MatMul", [dy, reshape(expanded, [rows, columns])]);
    },
  };
}

function addTransposed(builder: GraphBuilder, x: string): string {
  return builder.operator("Transpose", [x], { attributes: { perm: [1, 0] } });
}
