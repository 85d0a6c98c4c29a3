/**
 * Linear layers on WebGPU: quantised types keep their codes, so nothing is lost; others become
 * float32.
 */
import type { GgufTensor } from "../../../formats/gguf";
import { blockCodes, codeLayout, type BlockCodes } from "../../../formats/quantization";
import { alikeRuns, fusedCodes } from "../codedMatrix";
import { transpose, type GraphBuilder } from "../graph";
import {
  addFloatHead,
  floatMatrix,
  fusedFloats,
  type LinearLayers,
  type ProjectionPart,
} from "../linear";
import { canExpand, CodedWeights } from "./codedWeights";
import { webGpuTwoWay } from "./twoWay";

/** `mostBytes` is the most that a buffer may have; tables of more are split. */
export function webGpuLayers(builder: GraphBuilder, mostBytes: number): LinearLayers {
  const tables = new Map<string, CodedWeights[]>();
  /** Columns of a table or head, which share them; empty for types without codes. */
  const codedColumns = (tensor: GgufTensor): CodedWeights[] => {
    const found = tables.get(tensor.name) ?? splitTable(builder, tensor, mostBytes);
    tables.set(tensor.name, found);
    return found;
  };
  return {
    project(name, parts, x) {
      const runs = alikeRuns(parts);
      const products = runs.map((run, index) =>
        addProjection(builder, runs.length > 1 ? `${name}.${index}` : name, run, x),
      );
      if (products.length === 1) return products[0]!;
      return builder.operator("Concat", products, { attributes: { axis: -1 } });
    },
    lookUp(table, tokens) {
      const columns = codedColumns(table).map((matrix) => matrix.lookUp(tokens));
      if (columns.length === 0) {
        return builder.operator("Gather", [floatMatrix(builder, table), tokens]);
      }
      if (columns.length === 1) return columns[0]!;
      return builder.operator("Concat", columns, { attributes: { axis: -1 } });
    },
    head(tensor, hidden, output) {
      const columns = codedColumns(tensor);
      if (columns.length === 0) {
        addFloatHead(builder, hidden, floatMatrix(builder, tensor), output);
        return;
      }
      if (columns.length === 1) {
        columns[0]!.multiply(hidden, 1, output);
        return;
      }
      const own = columns.map((_, index) => `${output}.hidden.${index}`);
      const sizes = columns.map((matrix) => matrix.columns);
      builder.operator("Split", [hidden, builder.integers(sizes)], {
        attributes: { axis: -1 },
        outputs: own,
      });
      const products = columns.map((matrix, index) => matrix.multiply(own[index]!, 1));
      products.reduce((sum, product, index) =>
        builder.operator("Add", [sum, product], {
          outputs: [
            index === products.length - 1 ? output : `${output}.partial.${index}`,
          ],
        }),
      );
    },
    twoWay: (name, parts) => webGpuTwoWay(builder, name, parts),
  };
}

function addProjection(
  builder: GraphBuilder,
  name: string,
  parts: readonly ProjectionPart[],
  x: string,
): string {
  const coded = fusedCodes(parts);
  if (coded) return new CodedWeights(builder, name, coded).multiply(x, 2);
  const { rows, columns, values } = fusedFloats(parts);
  // FusedMatMul is not on the WebGPU provider.
  const turned = () => transpose(values(), rows, columns);
  return builder.operator("MatMul", [x, builder.floats(name, [columns, rows], turned)]);
}

/** A table's codes by columns, as few parts as `mostBytes` allows. */
function splitTable(
  builder: GraphBuilder,
  table: GgufTensor,
  mostBytes: number,
): CodedWeights[] {
  const layout = codeLayout(table.type);
  const [rows, size] = table.shape as [number, number];
  if (!layout || !canExpand(layout, size)) return [];
  // Fewest blocks that can stand alone.
  const atOnce = canExpand(layout, layout.blockSize) ? 1 : 2;
  const runs = size / layout.blockSize / atOnce;
  const count = Math.min(runs, Math.ceil((rows * size * layout.bits) / 8 / mostBytes));
  if (count === 1) {
    const make = () => blockCodes(table)!;
    return [new CodedWeights(builder, table.name, { layout, rows, columns: size, make })];
  }
  return Array.from({ length: count }, (_, part) => {
    const from = atOnce * Math.round((runs * part) / count);
    const to = atOnce * Math.round((runs * (part + 1)) / count);
    return new CodedWeights(builder, `${table.name}.columns.${part}`, {
      layout,
      rows,
      columns: (to - from) * layout.blockSize,
      make: () => blocksOf(blockCodes(table)!, rows, from, to),
    });
  });
}

/** Blocks `from` to before `to` of every row. */
function blocksOf(coded: BlockCodes, rows: number, from: number, to: number): BlockCodes {
  const { codes, scales, minima } = coded;
  const cut = <T extends Uint8Array | Float32Array>(values: T): T => {
    const width = values.length / rows;
    const [start, end] = [from, to].map((at) => (at * width * rows) / scales.length) as [
      number,
      number,
    ];
    const kept = values.slice(0, rows * (end - start)) as T;
    for (let row = 0; row < rows; row++) {
      const line = values.subarray(row * width + start, row * width + end);
      kept.set(line, row * (end - start));
    }
    return kept;
  };
  return {
    ...coded,
    codes: cut(codes),
    scales: cut(scales),
    minima: minima && cut(minima),
  };
}
