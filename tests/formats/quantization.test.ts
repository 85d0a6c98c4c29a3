import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { GGML_TYPES, type GgmlTypeName } from "../../src/formats/ggml/types";
import type { GgufTensor } from "../../src/formats/gguf";
import { blockCodes, dequantise } from "../../src/formats/quantization";
import { readSafetensors } from "../../src/formats/safetensors";

/** Written by training/commands/golden/quantization.py. */
const GOLDEN = readSafetensors(
  readFileSync(new URL("../fixtures/golden/quantization.safetensors", import.meta.url)),
);
const TYPES = Object.keys(GGML_TYPES) as GgmlTypeName[];
/** Of 256 weights; four are in the file. */
const ROWS = 40;
const WEIGHTS = ROWS * 256;
const UNQUANTISED = ["F32", "F16", "BF16"];
const QUANTISED = TYPES.filter((type) => !UNQUANTISED.includes(type));

const HALF_ONE = [0x00, 0x3c];
const HALF_TWO = [0x00, 0x40];
const HALF_MINUS_THREE = [0x00, 0xc2];
/** Nibbles of a block: weight i is i mod 16 for the first half, 15 − i mod 16 for the second. */
const NIBBLES = Array.from({ length: 16 }, (_, index) => index | ((15 - index) << 4));
const UP = Array.from({ length: 16 }, (_, index) => index);
const DOWN = [...UP].reverse();

describe("dequantise", () => {
  it.each<[GgmlTypeName, number[], number[]]>([
    ["F16", [...HALF_ONE, ...HALF_MINUS_THREE], [1, -3]],
    ["BF16", [0x80, 0x3f, 0x40, 0xc0], [1, -3]],
    ["Q4_0", [...HALF_TWO, ...NIBBLES], [...UP, ...DOWN].map((code) => 2 * (code - 8))],
    [
      "Q4_1",
      [...HALF_TWO, ...HALF_MINUS_THREE, ...NIBBLES],
      [...UP, ...DOWN].map((code) => 2 * code - 3),
    ],
    [
      "Q5_0",
      [...HALF_TWO, 0xff, 0xff, 0, 0, ...NIBBLES],
      [...UP.map((code) => 2 * code), ...DOWN.map((code) => 2 * (code - 16))],
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

  it.each(TYPES)("gives the very bits that the package gguf gives for %s", (type) => {
    const { blocks, weights } = golden(type);
    expect(weights).toHaveLength(4 * WEIGHTS);
    expect(bytesOf(dequantise(tensor(type, blocks, ROWS, 256)))).toEqual(weights);
  });

  it("reads blocks at any place of a file", () => {
    const { blocks, weights } = golden("Q6_K");
    const file = new Uint8Array(blocks.length + 1);
    file.set(blocks, 1);
    const source = { ...tensor("Q6_K", [], ROWS, 256), bytes: file.subarray(1) };
    expect(bytesOf(dequantise(source))).toEqual(weights);
  });
});

describe("blockCodes", () => {
  it.each(QUANTISED)("loses nothing of %s", (type) => {
    const { blocks, weights } = golden(type);
    const source = tensor(type, blocks, ROWS, 256);
    const { bits, blockSize, codes, scales, zeroPoint, minima } = blockCodes(source)!;
    expect(codes).toHaveLength((WEIGHTS * bits) / 8);
    expect(scales).toHaveLength(WEIGHTS / blockSize);
    const meant = Float32Array.from({ length: WEIGHTS }, (_, index) => {
      const block = Math.floor(index / blockSize);
      const byte = codes[Math.floor((index * bits) / 8)]!;
      const code = bits === 8 ? byte : (byte >> (4 * (index % 2))) & 15;
      const scaled = scales[block]! * (code - zeroPoint);
      return minima ? scaled + minima[block]! : scaled;
    });
    expect(bytesOf(meant)).toEqual(weights);
  });

  it.each<[GgmlTypeName, number, number, number, boolean]>([
    ["Q4_0", 4, 32, 8, false],
    ["Q4_1", 4, 32, 0, true],
    ["Q5_0", 8, 32, 128, false],
    ["Q5_1", 8, 32, 128, true],
    ["Q8_0", 8, 32, 128, false],
    ["Q2_K", 4, 16, 8, true],
    ["Q3_K", 4, 16, 8, false],
    ["Q4_K", 4, 32, 0, true],
    ["Q5_K", 8, 32, 128, true],
    ["Q6_K", 8, 16, 128, false],
    ["IQ4_NL", 8, 32, 128, false],
  ])("holds %s in %i bits, %i to a scale", (type, bits, blockSize, zeroPoint, offset) => {
    const codes = blockCodes(tensor(type, golden(type).blocks, ROWS, 256))!;
    expect(codes).toMatchObject({ bits, blockSize, zeroPoint });
    expect(codes.minima !== null).toBe(offset);
  });

  it.each(["F32", "F16", "BF16"] as const)("leaves %s alone", (type) => {
    expect(blockCodes(tensor(type, [0, 0, 0, 0], 1, 1))).toBeNull();
  });
});

test("a scale of Q6_K needs more bits than half precision has", () => {
  const { scales } = blockCodes(tensor("Q6_K", golden("Q6_K").blocks, ROWS, 256))!;
  const lost = scales.filter((scale) => {
    const bits = new Uint32Array(Float32Array.of(scale).buffer)[0]!;
    return (bits & 0x1fff) !== 0;
  });
  expect(lost.length).toBeGreaterThan(scales.length / 2);
});

/** The golden blocks and weights, over and over: more than are read at a time. */
function golden(type: GgmlTypeName): { blocks: Uint8Array; weights: Uint8Array } {
  const repeated = (part: string) => {
    const bytes = [...GOLDEN.get(`${type}.${part}`)!.bytes];
    return Uint8Array.from(Array.from({ length: ROWS / 4 }, () => bytes).flat());
  };
  return { blocks: repeated("blocks"), weights: repeated("weights") };
}

function bytesOf(values: Float32Array<ArrayBuffer>): Uint8Array {
  return new Uint8Array(values.buffer);
}

function tensor(
  type: GgmlTypeName,
  bytes: ArrayLike<number>,
  rows: number,
  columns: number,
): GgufTensor {
  return { name: "weights", type, shape: [rows, columns], bytes: Uint8Array.from(bytes) };
}
