import { describe, expect, it } from "vitest";
import { sayingInEnglish } from "../sayingInEnglish";
import { readLlamaConfig } from "../../src/engine/base/llamaConfig";
import {
  byteLengthOf,
  readGguf,
  readGgufHeader,
  rowsOf,
  storedGguf,
} from "../../src/formats/gguf";
import { AppError } from "../../src/shared/errors";
import { randomStream } from "../../src/shared/random";
import { toyModel } from "../engine/base/toyModel";
import { writeGguf } from "./ggufWriter";

const small = {
  metadata: {
    "general.architecture": { type: "string", value: "llama" },
    "some.count": { type: "uint32", value: 7 },
    "some.factor": { type: "float32", value: 0.5 },
    "some.tokens": { type: "strings", value: ["a", "é", ""] },
  },
  tensors: [
    { name: "one", shape: [3], type: "F32", bytes: floats([1, 2, 3]) },
    { name: "two", shape: [2, 32], type: "Q8_0", bytes: new Uint8Array(68).fill(9) },
  ],
} as const;

const bytes = Uint8Array.from({ length: 4 * 34 }, (_, index) => index);
const rows = {
  ...small,
  tensors: [{ name: "table", shape: [4, 32], type: "Q8_0", bytes }],
} as const;

describe("readGguf", () => {
  it.each([2, 3])("reads metadata and tensors of version %i", (version) => {
    const file = writeGguf({ ...small, version });
    const { metadata, tensors } = readGguf(file);
    expect(Object.fromEntries(metadata)).toEqual({
      "general.architecture": "llama",
      "some.count": 7,
      "some.factor": 0.5,
      "some.tokens": ["a", "é", ""],
    });
    expect(
      [...tensors.values()].map(({ name, shape, type }) => [name, shape, type]),
    ).toEqual([
      ["one", [3], "F32"],
      ["two", [2, 32], "Q8_0"],
    ]);
    expect(tensors.get("two")!.bytes).toEqual(new Uint8Array(68).fill(9));
    expect(tensors.get("two")!.bytes.buffer).toBe(file.buffer);
  });

  it("reads the header of a file whose tensors are elsewhere", () => {
    const file = writeGguf(small);
    const { metadata, tensors } = readGgufHeader(file.subarray(0, -130), file.length);
    expect(metadata).toEqual(readGguf(file).metadata);
    const { start, length, ...two } = tensors.get("two")!;
    expect(two).toEqual({ name: "two", shape: [2, 32], type: "Q8_0" });
    expect(file.subarray(start, start + length)).toEqual(new Uint8Array(68).fill(9));
    expect(() => readGgufHeader(file, file.length - 64)).toThrow(
      sayingInEnglish(/tensor two/),
    );
  });

  it("reads no more of a file that is not in memory than what is asked for", () => {
    const file = writeGguf(rows);
    const header = readGgufHeader(file, file.length);
    const reads: number[] = [];
    const { tensors, metadata } = storedGguf(header, (from, to) => {
      reads.push(to - from);
      return file.slice(from, to);
    });
    expect(metadata).toEqual(header.metadata);
    const table = tensors.get("table")!;
    expect([byteLengthOf(table), reads]).toEqual([4 * 34, []]);
    const middle = rowsOf(table, 1, 3);
    const last = rowsOf(middle, 1, 2);
    expect(reads).toEqual([]);
    expect(last).toMatchObject({ type: "Q8_0", shape: [1, 32] });
    expect(last.bytes).toEqual(bytes.subarray(2 * 34, 3 * 34));
    expect(middle.bytes).toEqual(bytes.subarray(34, 3 * 34));
    expect(table.bytes).toEqual(bytes);
    expect(reads).toEqual([34, 2 * 34, 4 * 34]);
  });

  it("gives rows of a matrix in memory as views", () => {
    const file = writeGguf(rows);
    const middle = rowsOf(readGguf(file).tensors.get("table")!, 1, 3);
    expect(middle.bytes).toEqual(bytes.subarray(34, 3 * 34));
    expect(middle.bytes.buffer).toBe(file.buffer);
  });

  it("names the version, the type or the tensor it cannot read", () => {
    expect(() => readGguf(writeGguf({ ...small, version: 1 }))).toThrow(
      sayingInEnglish(/version 1/),
    );
    const tensor = {
      name: "k",
      shape: [256],
      type: "IQ4_XS" as const,
      bytes: new Uint8Array(136),
    };
    const file = writeGguf({ metadata: {}, tensors: [tensor] });
    expect(() => readGguf(file)).toThrow(
      sayingInEnglish(/Tensor k is stored as IQ4_XS.*F32, F16, BF16, .*, Q6_K, IQ4_NL/),
    );
    const long = { ...small.tensors[0], shape: [1000, 1000] };
    expect(() => readGguf(writeGguf({ ...small, tensors: [long] }))).toThrow(
      sayingInEnglish(/tensor one/),
    );
  });

  it("refuses a tensor and an entry that are there twice, where the last would have won", () => {
    const other = { ...small.tensors[0], bytes: floats([4, 5, 6]) };
    const tensors = [small.tensors[0], other];
    expect(() => readGguf(writeGguf({ ...small, tensors }))).toThrow(
      sayingInEnglish(/one is there twice/),
    );
    const file = writeGguf({
      metadata: {
        "a.rank": { type: "uint32", value: 1 },
        "b.rank": { type: "uint32", value: 2 },
      },
      tensors: [],
    });
    file[file.lastIndexOf("b".charCodeAt(0))] = "a".charCodeAt(0);
    expect(() => readGguf(file)).toThrow(sayingInEnglish(/a\.rank is there twice/));
  });

  it("refuses another file at once", () => {
    expect(() => readGguf(new TextEncoder().encode("<!doctype html>"))).toThrow(
      sayingInEnglish(/not a GGUF/),
    );
    expect(() => readGguf(new Uint8Array(0))).toThrow(sayingInEnglish(/not a GGUF/));
  });

  it("refuses every truncation", () => {
    const file = writeGguf(small);
    for (let length = 0; length < file.length - 28; length++) {
      expect(() => readGguf(file.subarray(0, length))).toThrow(AppError);
    }
  });

  it("survives any mutation of the header: a result or an AppError, and soon", () => {
    const original = toyModel();
    const headerBytes = original.length - tensorBytes(original);
    const random = randomStream(3);
    const started = performance.now();
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const file = original.slice();
      for (let change = 0; change < 1 + (round % 4); change++) {
        const at = Math.floor(random() * headerBytes);
        file[at] = round % 3 === 0 ? 255 : Math.floor(random() * 256);
      }
      try {
        readLlamaConfig(readGguf(file));
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(AppError);
        expect((error as AppError).code).toMatch(/^(bad-file|unsupported-model)$/);
      }
    }
    expect(refused).toBeGreaterThan(1000);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it.each([16, 24])("refuses an enormous count at byte %i before allocating", (at) => {
    const file = writeGguf(small);
    new DataView(file.buffer).setBigUint64(at - 8, 2n ** 52n, true);
    expect(() => readGguf(file)).toThrow(sayingInEnglish(/a count of/));
  });
});

function tensorBytes(file: Uint8Array): number {
  return [...readGguf(file).tensors.values()].reduce(
    (sum, { bytes }) => sum + bytes.byteLength,
    0,
  );
}

function floats(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}
