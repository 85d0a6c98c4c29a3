/** Packed rows as a session's inputs, with what the base model's table has for their tokens. */
import { byteLengthOf, type Gguf, type GgufTensor, rowsOf } from "../../formats/gguf";
import { dequantise } from "../../formats/quantization";
import { rotaryFrequencies } from "../base/layerParts";
import type { LlamaConfig } from "../base/llamaConfig";
import { tensor } from "../base/llamaTensors";
import { Tensor, type Feeds } from "../device/runtime";
import { PLACES } from "./attention";
import type { PackedRow } from "./packing";

/** A row that can be run without the base model's file. */
export interface PreparedRow extends Pick<PackedRow, "answers" | "weights" | "examples"> {
  /** Embeddings of the tokens, `[1, tokens, size]`. */
  states: Tensor;
  /** The head's rows of the answer tokens, `[1, answers, size]`. */
  targets: Tensor;
  /** The inputs named by PLACES. */
  places: Feeds;
}

export function prepareRow(
  gguf: Gguf,
  config: LlamaConfig,
  { tokens, positions, mask, answers, targets, weights, examples }: PackedRow,
): PreparedRow {
  const { size } = config;
  const input = (table: GgufTensor, ids: readonly number[]) =>
    new Tensor("float32", tableRows(table, ids), [1, ids.length, size]);
  return {
    answers,
    weights,
    examples,
    states: input(tensor(gguf, "token_embd.weight"), tokens),
    targets: input(tensor(gguf, config.headTensor), targets),
    places: {
      ...rotations(rotaryFrequencies(gguf, config), positions),
      [PLACES.mask]: new Tensor("float32", mask, [tokens.length, tokens.length]),
    },
  };
}

/** Rows of a table as float32. */
function tableRows(table: GgufTensor, ids: readonly number[]): Float32Array {
  const length = byteLengthOf(table) / table.shape[0]!;
  const bytes = new Uint8Array(ids.length * length);
  ids.forEach((id, index) => {
    bytes.set(rowsOf(table, id, id + 1).bytes, index * length);
  });
  return dequantise({ type: table.type, bytes });
}

function rotations(frequencies: readonly number[], positions: readonly number[]): Feeds {
  const half = frequencies.length;
  const count = positions.length;
  const cos = new Float32Array(count * half);
  const sin = new Float32Array(2 * count * half);
  positions.forEach((position, token) => {
    for (let index = 0; index < half; index++) {
      const angle = position * frequencies[index]!;
      cos[token * half + index] = Math.cos(angle);
      sin[2 * token * half + index] = -Math.sin(angle);
      sin[(2 * token + 1) * half + index] = Math.sin(angle);
    }
  });
  return {
    [PLACES.cos]: new Tensor("float32", cos, [count, 1, 1, half]),
    [PLACES.sin]: new Tensor("float32", sin, [count, 1, 2, half]),
  };
}
