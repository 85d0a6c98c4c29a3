import { describe, expect, it } from "vitest";
import { encodeBlocks } from "../../../src/formats/ggml/encoding";
import { float16ToNumber, numberToFloat16 } from "../../../src/formats/floats";
import { readGguf } from "../../../src/formats/gguf";
import type { PortableAdapter } from "../../../src/formats/lora/adapter";
import { mergedGguf } from "../../../src/formats/lora/mergedGguf";
import { dequantise } from "../../../src/formats/quantization";
import { writeGguf } from "../ggufWriter";
import { ADAPTER } from "./portableAdapter";

const WEIGHT = Float32Array.from({ length: 4 * 32 }, (_, index) => index / 16);
const NORM = Float32Array.of(1, 2);

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer);
}

const BASE = writeGguf({
  metadata: {
    "general.architecture": { type: "string", value: "llama" },
    "general.file_type": { type: "uint32", value: 3 },
    "tokenizer.ggml.tokens": { type: "strings", value: ["a", "é"] },
  },
  tensors: [
    { name: "norm.weight", shape: [2], type: "F32", bytes: bytesOf(NORM) },
    { name: "blk.0.attn_q.weight", shape: [4, 32], type: "F32", bytes: bytesOf(WEIGHT) },
  ],
});
const MERGED: PortableAdapter = {
  ...ADAPTER,
  rank: 1,
  lowerRanks: [],
  alpha: 2,
  modules: [
    {
      module: "q_proj",
      layer: 0,
      rank: 1,
      in: 32,
      out: 4,
      A: new Float32Array(32).fill(1),
      B: Float32Array.of(10, 20, 30, 40),
    },
  ],
};

describe("a base model with an adapter merged", () => {
  it.each(["F32", "F16", "Q8_0"] as const)("has W + scaling · BA in %s", (type) => {
    const { metadata, tensors } = readGguf(mergedGguf(BASE, MERGED, type));
    expect(metadata.get("general.architecture")).toBe("llama");
    expect(metadata.get("tokenizer.ggml.tokens")).toEqual(["a", "é"]);
    expect(metadata.get("general.file_type")).toBe({ F32: 0, F16: 1, Q8_0: 7 }[type]);
    const weight = tensors.get("blk.0.attn_q.weight")!;
    expect(weight.type).toBe(type);
    // The head's rows are interleaved: row 1 of the file is row 2 of B.
    const added = [20, 60, 40, 80];
    const tolerance = { F32: 0, F16: 0.04, Q8_0: 0.35 }[type];
    dequantise(weight).forEach((value, index) => {
      const expected = WEIGHT[index]! + added[Math.floor(index / 32)]!;
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance);
    });
  });

  it("keeps what the adapter leaves alone", () => {
    const { tensors } = readGguf(mergedGguf(BASE, MERGED, "Q8_0"));
    expect(tensors.get("norm.weight")!.bytes).toEqual(bytesOf(NORM));
  });
});

describe("half precision", () => {
  it("is the file itself, to the bit, where the adapter changes nothing", () => {
    const [module] = MERGED.modules;
    const still = { ...MERGED, modules: [{ ...module!, B: new Float32Array(4) }] };
    expect(mergedGguf(BASE, still, "Q8_0")).toEqual(BASE);
    expect(mergedGguf(BASE, { ...MERGED, alpha: 0 }, "F16")).toEqual(BASE);
  });

  it("comes back from every finite pattern", () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = float16ToNumber(bits);
      if (!Number.isNaN(value)) expect(numberToFloat16(value)).toBe(bits);
    }
  });

  it.each([
    [65_519, 65_504],
    [65_520, Infinity],
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [2 ** -25, 0],
    [3 * 2 ** -26, 2 ** -24],
  ])("rounds %d to %d, ties to the even one", (value, expected) => {
    expect(float16ToNumber(numberToFloat16(value))).toBe(expected);
  });

  it("does not make Q8_0 of what is no multiple of 32", () => {
    expect(() => encodeBlocks("Q8_0", new Float32Array(31))).toThrow("by 32");
  });
});
