/** Linear layers on WebAssembly: float32 matrices, which the runtime packs for speed. */
import type { GgufTensor } from "../../../formats/gguf";
import { TYPE_CODE } from "../../../formats/onnx";
import { blockCodes, codeLayout } from "../../../formats/quantization";
import { deferred, madeTogether, type GraphBuilder } from "../graph";
import {
  addFloatHead,
  floatMatrix,
  fusedFloats,
  rowsOf,
  type LinearLayers,
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
      const weight = builder.floats(name, [rows, columns], values);
      return builder.operator("FusedMatMul", [x, weight], {
        domain: "com.microsoft",
        attributes: { transB: 1 },
      });
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
  };
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
  const { blockSize, zeroPoint, hasMinima } = layout;
  const [rows, size] = table.shape as [number, number];
  const blocks = size / blockSize;
  const read = madeTogether(() => blockCodes(table)!);
  const matrix = builder.codes(
    `${table.name}.codes`,
    [rows, blocks, blockSize],
    read(({ bits, codes }) => (bits === 8 ? codes : unpacked(codes))),
  );
  const shape = [rows, blocks, 1];
  const scales = builder.floats(
    `${table.name}.scales`,
    shape,
    read((made) => made.scales),
  );
  const found = builder.operator("Cast", [builder.operator("Gather", [matrix, tokens])], {
    attributes: { to: TYPE_CODE.float32 },
  });
  const signed =
    zeroPoint === 0 ? found : builder.operator("Sub", [found, builder.scalar(zeroPoint)]);
  const tokenScales = builder.operator("Gather", [scales, tokens]);
  let values = builder.operator("Mul", [signed, tokenScales]);
  if (hasMinima) {
    const minima = builder.floats(
      `${table.name}.minima`,
      shape,
      read((made) => made.minima!),
    );
    const tokenMinima = builder.operator("Gather", [minima, tokens]);
    values = builder.operator("Add", [values, tokenMinima]);
  }
  return builder.operator("Reshape", [values, builder.integers([0, 0, size])]);
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
    bytes: deferred(table.bytes.byteLength, () => table.bytes),
  });
  return builder.operator("Cast", [builder.operator("Gather", [halves, tokens])], {
    attributes: { to: TYPE_CODE.float32 },
  });
}
