/**
 * Linear layers on WebGPU: quantised types keep their codes, so nothing is lost; others become
 * float32.
 */
import type { GgufTensor } from "../../../formats/gguf";
import { blockCodes } from "../../../formats/quantization";
import { addBlockSums, type CodedMatrix, fusedCodes } from "../codedMatrix";
import { transpose, type GraphBuilder } from "../graph";
import { addFloatHead, floatMatrix, fusedFloats, type LinearLayers } from "../linear";
import { webGpuTwoWay } from "./twoWay";

export function webGpuLayers(builder: GraphBuilder): LinearLayers {
  const tables = new Map<string, CodedTable | null>();
  /** Codes that a table and a head share; null for types other than 8-bit codes without minima. */
  const codedTable = (tensor: GgufTensor): CodedTable | null => {
    const found = tables.get(tensor.name);
    if (found !== undefined) return found;
    const added = addCodedTable(builder, tensor);
    tables.set(tensor.name, added);
    return added;
  };
  return {
    project(name, parts, x) {
      const matrix = fusedCodes(parts);
      if (matrix) return addCodedProjection(builder, name, matrix, x);
      const { rows, columns, values } = fusedFloats(parts);
      // FusedMatMul is not on the WebGPU provider.
      const turned = transpose(values, rows, columns);
      return builder.operator("MatMul", [
        x,
        builder.floats(name, [columns, rows], turned),
      ]);
    },
    lookUp(table, tokens) {
      const coded = codedTable(table);
      if (!coded)
        return builder.operator("Gather", [floatMatrix(builder, table), tokens]);
      const rows = builder.operator(
        "GatherBlockQuantized",
        [coded.codes, tokens, coded.scales],
        {
          domain: "com.microsoft",
          attributes: {
            bits: 8,
            block_size: coded.blockSize,
            gather_axis: 0,
            quantize_axis: 2,
          },
        },
      );
      return builder.operator("Reshape", [rows, builder.integers([0, 0, coded.size])]);
    },
    head(matrix, hidden, output) {
      const coded = codedTable(matrix);
      if (!coded) {
        addFloatHead(builder, hidden, floatMatrix(builder, matrix), output);
        return;
      }
      const { rows, size, blockSize, scaleValues } = coded;
      const scales = builder.floats(
        `${matrix.name}.headScales`,
        [scaleValues.length],
        scaleValues,
      );
      builder.operator("MatMulNBits", [hidden, coded.codes, scales], {
        domain: "com.microsoft",
        attributes: { K: size, N: rows, bits: 8, block_size: blockSize },
        outputs: [output],
      });
    },
    twoWay: (name, parts) => webGpuTwoWay(builder, name, parts),
  };
}

/** Weights of the graph with a table's 8-bit codes. */
interface CodedTable {
  rows: number;
  size: number;
  blockSize: number;
  /** `[rows, blocks, blockSize]` */
  codes: string;
  /** `[rows, blocks, 1]` */
  scales: string;
  scaleValues: Float32Array;
}

function addCodedTable(builder: GraphBuilder, tensor: GgufTensor): CodedTable | null {
  const found = blockCodes(tensor);
  if (found?.bits !== 8 || found.minima) return null;
  const [rows, size] = tensor.shape as [number, number];
  const { blockSize } = found;
  const blocks = size / blockSize;
  const codes = builder.weight({
    name: `${tensor.name}.codes`,
    type: "uint8",
    shape: [rows, blocks, blockSize],
    bytes: found.codes,
  });
  const scales = builder.floats(`${tensor.name}.scales`, [rows, blocks, 1], found.scales);
  return { rows, size, blockSize, codes, scales, scaleValues: found.scales };
}

function addCodedProjection(
  builder: GraphBuilder,
  name: string,
  { rows, columns, bits, blockSize, zeroPoint, codes, scales, minima }: CodedMatrix,
  x: string,
): string {
  const blocks = columns / blockSize;
  const y = builder.operator(
    "MatMulNBits",
    [
      x,
      builder.weight({
        name: `${name}.codes`,
        type: "uint8",
        shape: [rows, blocks, codes.length / rows / blocks],
        bytes: codes,
      }),
      builder.floats(`${name}.scales`, [rows * blocks], scales),
      zeroPoints(builder, name, bits, zeroPoint, rows, blocks),
    ],
    {
      domain: "com.microsoft",
      attributes: { K: columns, N: rows, bits, block_size: blockSize },
    },
  );
  if (!minima) return y;
  const turned = transpose(minima, rows, blocks);
  const weight = builder.floats(`${name}.minima`, [blocks, rows], turned);
  const blockSums = addBlockSums(builder, x, blocks, blockSize);
  return builder.operator("Add", [y, builder.operator("MatMul", [blockSums, weight])]);
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
