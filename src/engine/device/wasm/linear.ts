/** Linear layers on WebAssembly: float32 matrices, which the runtime packs for speed. */
import type { GgufTensor } from "../../../formats/gguf";
import { type OnnxType, TYPE_CODE } from "../../../formats/onnx";
import { blockCodes } from "../../../formats/quantization";
import {
  addBlockSums,
  addToBlocks,
  type CodedMatrix,
  twoWayMatrix,
} from "../codedMatrix";
import type { GraphBuilder } from "../graph";
import {
  addFloatHead,
  floatMatrix,
  fusedFloats,
  type LinearLayers,
  type TwoWayMatrix,
} from "../linear";

export function wasmLayers(builder: GraphBuilder): LinearLayers {
  return {
    project(name, parts, x) {
      const { rows, columns, values } = fusedFloats(parts);
      return addTransposedProduct(
        builder,
        x,
        builder.floats(name, [rows, columns], values),
      );
    },
    lookUp: (table, tokens) =>
      lookUpInCodes(builder, table, tokens) ??
      builder.operator("Gather", [floatMatrix(builder, table), tokens]),
    head: (matrix, hidden, output) =>
      addFloatHead(builder, hidden, floatMatrix(builder, matrix), output),
    twoWay: (name, parts) =>
      twoWayMatrix(builder, name, parts, {
        coded: (part, matrix) => twoWayCodes(builder, part, matrix),
        floats(part, projection) {
          const { rows, columns, values } = fusedFloats([projection]);
          const weight = builder.floats(part, [rows, columns], values);
          return {
            project: (x) => addTransposedProduct(builder, x, weight),
            projectBack: (dy) => builder.operator("MatMul", [dy, weight]),
          };
        },
      }),
  };
}

/** x Wᵀ */
function addTransposedProduct(builder: GraphBuilder, x: string, weight: string): string {
  return builder.operator("FusedMatMul", [x, weight], {
    domain: "com.microsoft",
    attributes: { transB: 1 },
  });
}

/**
 * Codes with their zero point taken off, which the runtime expands exactly (opset 21), and the
 * blocks' minima beside them.
 */
function twoWayCodes(
  builder: GraphBuilder,
  name: string,
  { rows, columns, bits, blockSize, zeroPoint, codes, scales, minima }: CodedMatrix,
): TwoWayMatrix {
  const blocks = columns / blockSize;
  const isSigned = zeroPoint !== 0;
  const type: OnnxType =
    bits === 4 ? (isSigned ? "int4" : "uint4") : isSigned ? "int8" : "uint8";
  const matrix = builder.weight({
    name: `${name}.codes`,
    type,
    shape: [rows, columns],
    bytes: isSigned ? signed(codes, bits) : codes,
  });
  const scale = builder.floats(`${name}.scales`, [rows, blocks], scales);
  const minimum = minima && builder.floats(`${name}.minima`, [rows, blocks], minima);
  const expand = () =>
    builder.operator("DequantizeLinear", [matrix, scale], {
      attributes: { axis: 1, block_size: blockSize },
    });
  return {
    project(x) {
      const y = addTransposedProduct(builder, x, expand());
      if (minimum === null) return y;
      const sums = addBlockSums(builder, x, blocks, blockSize);
      return builder.operator("Add", [y, addTransposedProduct(builder, sums, minimum)]);
    },
    projectBack(dy) {
      const dx = builder.operator("MatMul", [dy, expand()]);
      if (minimum === null) return dx;
      const ofBlocks = builder.operator("MatMul", [dy, minimum]);
      return addToBlocks(builder, dx, ofBlocks, blocks, blockSize);
    },
  };
}

/** Codes less half their range, in two's complement: the highest bit of each is turned. */
function signed(codes: Uint8Array, bits: 4 | 8): Uint8Array {
  const highest = bits === 4 ? 0x88 : 0x80;
  return codes.map((code) => code ^ highest);
}

/**
 * Rows of 8-bit codes, made float32 when they are looked up: the runtime drops a head's float32
 * matrix when it has packed it, unless it is the table too. Null for other types.
 */
function lookUpInCodes(
  builder: GraphBuilder,
  table: GgufTensor,
  tokens: string,
): string | null {
  const codes = blockCodes(table);
  if (codes?.bits !== 8 || codes.minima) return null;
  const [rows, size] = table.shape as [number, number];
  const blocks = size / codes.blockSize;
  const matrix = builder.weight({
    name: `${table.name}.codes`,
    type: "uint8",
    shape: [rows, blocks, codes.blockSize],
    bytes: codes.codes,
  });
  const scales = builder.floats(`${table.name}.scales`, [rows, blocks, 1], codes.scales);
  const found = builder.operator("Cast", [builder.operator("Gather", [matrix, tokens])], {
    attributes: { to: TYPE_CODE.float32 },
  });
  const signed = builder.operator("Sub", [found, builder.scalar(codes.zeroPoint)]);
  const tokenScales = builder.operator("Gather", [scales, tokens]);
  const values = builder.operator("Mul", [signed, tokenScales]);
  return builder.operator("Reshape", [values, builder.integers([0, 0, size])]);
}
