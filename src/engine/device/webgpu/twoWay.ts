/**
 * Matrices that are multiplied with from both sides on WebGPU. `MatMulNBits` has no transposed
 * form: for x Wᵀ the codes are read as they are, for dy W they are expanded to float32 before,
 * which loses nothing.
 */
import {
  addBlockSums,
  addToBlocks,
  type CodedMatrix,
  twoWayMatrix,
} from "../codedMatrix";
import type { GraphBuilder } from "../graph";
import { fusedFloats, type ProjectionPart, type TwoWayMatrix } from "../linear";

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
        project: (x) =>
          builder.operator("MatMul", [x, addTransposed(builder, weight, [1, 0])]),
        projectBack: (dy) => builder.operator("MatMul", [dy, weight]),
      };
    },
  });
}

/** The codes' zero point is left at the operators' own, half the range; minima take up the rest. */
function twoWayCodes(
  builder: GraphBuilder,
  name: string,
  { rows, columns, bits, blockSize, zeroPoint, codes, scales, minima }: CodedMatrix,
): TwoWayMatrix {
  const blocks = columns / blockSize;
  const matrix = builder.weight({
    name: `${name}.codes`,
    type: "uint8",
    shape: [rows, blocks, codes.length / rows / blocks],
    bytes: codes,
  });
  const scale = builder.floats(`${name}.scales`, [rows, blocks, 1], scales);
  const shift = 2 ** (bits - 1) - zeroPoint;
  const lowest =
    minima || shift !== 0
      ? scales.map((value, block) => value * shift + (minima?.[block] ?? 0))
      : null;
  const minimum = lowest && builder.floats(`${name}.minima`, [rows, blocks], lowest);
  return {
    project(x) {
      const flat = builder.operator("Reshape", [scale, builder.integers([-1])]);
      const y = builder.operator("MatMulNBits", [x, matrix, flat], {
        domain: "com.microsoft",
        attributes: { K: columns, N: rows, bits, block_size: blockSize },
      });
      if (minimum === null) return y;
      const sums = addBlockSums(builder, x, blocks, blockSize);
      const turned = addTransposed(builder, minimum, [1, 0]);
      return builder.operator("Add", [y, builder.operator("MatMul", [sums, turned])]);
    },
    projectBack(dy) {
      const expanded = builder.operator(
        "GatherBlockQuantized",
        [matrix, builder.range(rows), scale],
        {
          domain: "com.microsoft",
          attributes: { bits, block_size: blockSize, gather_axis: 0, quantize_axis: 2 },
        },
      );
      const weight = builder.operator("Reshape", [
        expanded,
        builder.integers([rows, columns]),
      ]);
      const dx = builder.operator("MatMul", [dy, weight]);
      if (minimum === null) return dx;
      const ofBlocks = builder.operator("MatMul", [dy, minimum]);
      return addToBlocks(builder, dx, ofBlocks, blocks, blockSize);
    },
  };
}

function addTransposed(
  builder: GraphBuilder,
  x: string,
  perm: readonly number[],
): string {
  return builder.operator("Transpose", [x], { attributes: { perm } });
}
