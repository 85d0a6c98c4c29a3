/** Linear layers on WebAssembly: float32 matrices, which the runtime packs for speed. */
import { byteLengthOf, type GgufTensor, rowsOf } from "../../../formats/gguf";
import { TYPE_CODE } from "../../../formats/onnx";
import { blockCodes, codeLayout } from "../../../formats/quantization";
import { type CodedMatrix, declareCodes, twoWayMatrix } from "../codedMatrix";
import { deferred, type GraphBuilder } from "../graph";
import {
  addFloatHead,
  floatMatrix,
  fusedFloats,
  type LinearLayers,
  type TwoWayMatrix,
} from "../linear";

/**
 * Most bytes of a float32 matrix that is a head or a part of one. The runtime packs a matrix into a
 * second one before it drops the first, and the heap never shrinks.
 */
const LARGEST_HEAD = 2 ** 27;

export function wasmLayers(
  builder: GraphBuilder,
  largestHead = LARGEST_HEAD,
): LinearLayers {
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
      lookUpHalves(builder, table, tokens) ??
      builder.operator("Gather", [floatMatrix(builder, table), tokens]),
    head(matrix, hidden, output) {
      const [rows, size] = matrix.shape as [number, number];
      const count = Math.ceil((4 * rows * size) / largestHead);
      if (count === 1) {
        addFloatHead(builder, hidden, floatMatrix(builder, matrix), output);
        return;
      }
      const bounds = shrinkingParts(rows, count);
      const parts = bounds.slice(1).map((to, part) => {
        const own = rowsOf(matrix, bounds[part]!, to);
        const logits = addFloatHead(builder, hidden, floatMatrix(builder, own));
        builder.seam();
        return logits;
      });
      builder.operator("Concat", parts, {
        attributes: { axis: -1 },
        outputs: [output],
      });
    },
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

/** Codes with their zero point taken off, which the runtime expands exactly (opset 21). */
function twoWayCodes(
  builder: GraphBuilder,
  name: string,
  matrix: CodedMatrix,
): TwoWayMatrix {
  const { layout, rows, columns } = matrix;
  const { bits, blockSize, zeroPoint } = layout;
  const isSigned = zeroPoint !== 0;
  const ofBits = { 4: ["uint4", "int4"], 8: ["uint8", "int8"] } as const;
  const { codes, scales, minima } = declareCodes(builder, name, matrix, {
    type: ofBits[bits][isSigned ? 1 : 0],
    shape: [rows, columns / blockSize, blockSize],
    byteLength: (rows * columns * bits) / 8,
    pack: (unsigned) => (isSigned ? signed(unsigned, bits) : unsigned),
  });
  const expand = () => {
    const scaled = builder.operator("DequantizeLinear", [codes, scales], {
      attributes: { axis: 2, block_size: blockSize },
    });
    const values = minima === null ? scaled : builder.operator("Add", [scaled, minima]);
    return builder.operator("Reshape", [values, builder.integers([rows, columns])]);
  };
  return {
    project: (x) => addTransposedProduct(builder, x, expand()),
    projectBack: (dy) => builder.operator("MatMul", [dy, expand()]),
  };
}

/** Codes less half their range, in two's complement: the highest bit of each is turned. */
function signed(codes: Uint8Array, bits: 4 | 8): Uint8Array {
  const highest = bits === 4 ? 0x88 : 0x80;
  return codes.map((code) => code ^ highest);
}

/**
 * Bounds of `count` parts, each a row or two shorter than the one before where there are many rows:
 * so its matrix fits where that one's was, though the allocator wants some bytes more than it gives.
 */
function shrinkingParts(rows: number, count: number): number[] {
  const less = rows > 4 * count ** 2 ? 1.5 : 0;
  const bounds = [0];
  for (let part = 0; part < count; part++) {
    const longer = less * ((count - 1) / 2 - part);
    bounds.push(Math.floor(bounds[part]! + rows / count + longer));
  }
  bounds[count] = rows;
  return bounds;
}

/**
 * Rows of codes, a byte each, made float32 when they are looked up: so no float32 table is kept
 * beside the head's matrix. Null for types without codes.
 */
function lookUpInCodes(
  builder: GraphBuilder,
  table: GgufTensor,
  tokens: string,
): string | null {
  const layout = codeLayout(table.type);
  if (!layout) return null;
  const { bits, blockSize, zeroPoint } = layout;
  const [rows, columns] = table.shape as [number, number];
  const matrix = { layout, rows, columns, make: () => blockCodes(table)! };
  const { codes, scales, minima } = declareCodes(builder, table.name, matrix, {
    type: "uint8",
    shape: [rows, columns / blockSize, blockSize],
    byteLength: rows * columns,
    pack: (packed) => (bits === 8 ? packed : unpacked(packed)),
  });
  const ofTokens = (weights: string) => builder.operator("Gather", [weights, tokens]);
  const found = builder.operator("Cast", [ofTokens(codes)], {
    attributes: { to: TYPE_CODE.float32 },
  });
  const signed =
    zeroPoint === 0 ? found : builder.operator("Sub", [found, builder.scalar(zeroPoint)]);
  const scaled = builder.operator("Mul", [signed, ofTokens(scales)]);
  const values =
    minima === null ? scaled : builder.operator("Add", [scaled, ofTokens(minima)]);
  return builder.operator("Reshape", [values, builder.integers([0, 0, columns])]);
}

/** 4-bit codes, two to a byte, as bytes. */
function unpacked(codes: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(2 * codes.length);
  codes.forEach((pair, index) => {
    bytes[2 * index] = pair & 15;
    bytes[2 * index + 1] = pair >> 4;
  });
  return bytes;
}

/** Rows of F16 or BF16, made float32 when they are looked up. Null for other types. */
function lookUpHalves(
  builder: GraphBuilder,
  table: GgufTensor,
  tokens: string,
): string | null {
  if (table.type !== "F16" && table.type !== "BF16") return null;
  const halves = builder.weight({
    name: `${table.name}.halves`,
    type: table.type === "F16" ? "float16" : "bfloat16",
    shape: table.shape,
    bytes: deferred(byteLengthOf(table), () => table.bytes),
  });
  return builder.operator("Cast", [builder.operator("Gather", [halves, tokens])], {
    attributes: { to: TYPE_CODE.float32 },
  });
}
