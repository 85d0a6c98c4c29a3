import { describe, expect, it } from "vitest";
import type { GgufTensor } from "../../src/formats/gguf";
import { blockCodes, dequantise } from "../../src/formats/quantization";
import { randomStream } from "../../src/shared/random";
import { randomWeights } from "../engine/base/toyModel";

const HALF_ONE = [0x00, 0x3c];
const HALF_TWO = [0x00, 0x40];
const HALF_MINUS_THREE = [0x00, 0xc2];
/** Nibbles of a block: weight i is i mod 16 for the first half, 15 − i mod 16 for the second. */
const NIBBLES = Array.from({ length: 16 }, (_, index) => index | ((15 - index) << 4));
const UP = Array.from({ length: 16 }, (_, index) => index);
const DOWN = [...UP].reverse();

describe("dequantise", () => {
  it.each<[string, number[], number[]]>([
    ["F16", [...HALF_ONE, ...HALF_MINUS_THREE], [1, -3]],
    ["Q4_0", [...HALF_TWO, ...NIBBLES], [...UP, ...DOWN].map((code) => 2 * (code - 8))],
    [
      "Q4_1",
      [...HALF_TWO, ...HALF_MINUS_THREE, ...NIBBLES],
      [...UP, ...DOWN].map((code) => 2 * code - 3),
    ],
    [
      "Q8_0",
      [...HALF_TWO, ...UP.map((code) => 256 - code - 1), ...UP],
      [...UP.map((code) => -2 * (code + 1)), ...UP.map((code) => 2 * code)],
    ],
  ])("reads %s", (type, bytes, weights) => {
    expect([...dequantise(tensor(type, bytes, 1, weights.length))]).toEqual(weights);
  });

  it("reads subnormal, infinite and undefined halves", () => {
    const bytes = [0x01, 0x00, 0x00, 0xfc, 0x00, 0x7e, 0xff, 0x03];
    expect([...dequantise(tensor("F16", bytes, 1, 4))]).toEqual([
      2 ** -24,
      -Infinity,
      NaN,
      1023 * 2 ** -24,
    ]);
  });

  it("refuses other types by name", () => {
    expect(() => dequantise(tensor("Q5_K", [], 0, 0))).toThrow(/Q5_K/);
  });
});

describe("blockCodes", () => {
  it.each(["Q4_0", "Q4_1", "Q8_0"] as const)("loses nothing of %s", (type) => {
    const rows = 3;
    const columns = 64;
    const bytes = randomWeights(type, rows * columns, randomStream(4));
    const source = tensor(type, bytes, rows, columns);
    const { bits, codes, scales, zeroPoint, minima } = blockCodes(source)!;
    const weights = Float32Array.from({ length: rows * columns }, (_, index) => {
      const block = Math.floor(index / 32);
      const byte = codes[Math.floor((index * bits) / 8)]!;
      const code = bits === 8 ? byte : (byte >> (4 * (index % 2))) & 15;
      return scales[block]! * (code - zeroPoint) + (minima?.[block] ?? 0);
    });
    expect(weights).toEqual(dequantise(source));
  });

  it("leaves floats alone", () => {
    expect(blockCodes(tensor("F16", [0, 0], 1, 1))).toBeNull();
  });
});

function tensor(
  type: string,
  bytes: ArrayLike<number>,
  rows: number,
  columns: number,
): GgufTensor {
  return { name: "weights", type, shape: [rows, columns], bytes: Uint8Array.from(bytes) };
}
