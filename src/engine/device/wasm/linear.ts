/** Linear layers on WebAssembly: float32 matrices, which the runtime packs for speed. */
import type { GgufTensor } from "../../../formats/gguf";
import { TYPE_CODE } from "../../../formats/onnx";
import { blockCodes } from "../../../formats/quantization";
import type { GraphBuilder } from "../graph";
import { addFloatHead, floatMatrix, fusedFloats, type LinearLayers } from "../linear";

export function wasmLayers(builder: GraphBuilder): LinearLayers {
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
      builder.operator("Gather", [floatMatrix(builder, table), tokens]),
    head: (matrix, hidden, output) =>
      addFloatHead(builder, hidden, floatMatrix(builder, matrix), output),
  };
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
