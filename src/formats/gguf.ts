/**
 * Reads GGUF version 2 and 3: metadata as plain values, tensors as views on the file's bytes.
 * Specification: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { AppError } from "../shared/errors";
import { ByteReader } from "./byteReader";

export type GgufValue = number | boolean | string | GgufValue[];

export interface GgufTensor {
  name: string;
  /** Row-major: GGUF's dimensions reversed. */
  shape: number[];
  /** ggml's type name, e.g. "Q4_1". */
  type: string;
  bytes: Uint8Array;
}

export interface Gguf {
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: ReadonlyMap<string, GgufTensor>;
}

/** Elements and bytes of a block, for the types this page can compute with. */
const BLOCKS: Record<number, { type: string; elements: number; bytes: number }> = {
  0: { type: "F32", elements: 1, bytes: 4 },
  1: { type: "F16", elements: 1, bytes: 2 },
  2: { type: "Q4_0", elements: 32, bytes: 18 },
  3: { type: "Q4_1", elements: 32, bytes: 20 },
  8: { type: "Q8_0", elements: 32, bytes: 34 },
};

/** Names of common types that it cannot, for the message. */
const OTHER_TYPES: Record<number, string> = {
  6: "Q5_0",
  7: "Q5_1",
  10: "Q2_K",
  11: "Q3_K",
  12: "Q4_K",
  13: "Q5_K",
  14: "Q6_K",
  30: "BF16",
};

const SCALARS: Record<
  number,
  { bytes: number; read: (reader: ByteReader) => GgufValue }
> = {
  0: { bytes: 1, read: (reader) => reader.uint8() },
  1: { bytes: 1, read: (reader) => reader.int8() },
  2: { bytes: 2, read: (reader) => reader.uint16() },
  3: { bytes: 2, read: (reader) => reader.int16() },
  4: { bytes: 4, read: (reader) => reader.uint32() },
  5: { bytes: 4, read: (reader) => reader.int32() },
  6: { bytes: 4, read: (reader) => reader.float32() },
  7: { bytes: 1, read: (reader) => reader.uint8() !== 0 },
  8: { bytes: 8, read: (reader) => reader.text(reader.uint64()) },
  10: { bytes: 8, read: (reader) => reader.uint64() },
  11: { bytes: 8, read: (reader) => reader.int64() },
  12: { bytes: 8, read: (reader) => reader.float64() },
};
const ARRAY = 9;
/** Types of tensors that are read, in the words of llama.cpp. */
export const READABLE_TYPES = "F32, F16, Q8_0, Q4_0, Q4_1";
const MAXIMUM_NESTING = 4;
const MAXIMUM_DIMENSIONS = 4;
/** Smallest possible metadata entry and tensor entry, to refuse impossible counts at once. */
const SMALLEST_ENTRY = 13;
const SMALLEST_TENSOR = 24;

/** Throws "bad-file" for a damaged file and "unsupported-model" for a tensor type unknown here. */
export function readGguf(bytes: Uint8Array): Gguf {
  const reader = new ByteReader(bytes, "gguf");
  if (reader.remaining < 4 || reader.text(4) !== "GGUF") {
    throw new AppError({ code: "bad-file", file: "gguf", fault: { kind: "not-gguf" } });
  }
  const version = reader.uint32();
  if (version !== 2 && version !== 3) {
    throw new AppError({
      code: "unsupported-model",
      fault: { kind: "gguf-version", version },
    });
  }
  const tensorCount = reader.uint64();
  const entryCount = reader.uint64();
  for (const [count, smallest] of [
    [tensorCount, SMALLEST_TENSOR],
    [entryCount, SMALLEST_ENTRY],
  ] as const) {
    if (count * smallest > reader.remaining) {
      reader.fail({ kind: "impossible-count", byte: reader.position, count });
    }
  }
  const metadata = new Map<string, GgufValue>();
  for (let entry = 0; entry < entryCount; entry++) {
    const key = reader.text(reader.uint64());
    metadata.set(key, readValue(reader, reader.uint32(), 0));
  }
  const infos = Array.from({ length: tensorCount }, () => readTensorInfo(reader));
  return { metadata, tensors: locateTensors(bytes, reader, metadata, infos) };
}

function readValue(reader: ByteReader, type: number, nesting: number): GgufValue {
  const scalar = SCALARS[type];
  if (scalar) return scalar.read(reader);
  if (type !== ARRAY || nesting === MAXIMUM_NESTING) {
    return reader.fail({ kind: "unknown-type", byte: reader.position, type });
  }
  const itemType = reader.uint32();
  const count = reader.uint64();
  if (count * (SCALARS[itemType]?.bytes ?? 12) > reader.remaining) {
    reader.fail({ kind: "impossible-count", byte: reader.position, count });
  }
  return Array.from({ length: count }, () => readValue(reader, itemType, nesting + 1));
}

interface TensorInfo {
  name: string;
  shape: number[];
  typeNumber: number;
  offset: number;
}

function readTensorInfo(reader: ByteReader): TensorInfo {
  const name = reader.text(reader.uint64());
  const dimensions = reader.uint32();
  if (dimensions > MAXIMUM_DIMENSIONS) {
    reader.fail({ kind: "impossible-count", byte: reader.position, count: dimensions });
  }
  const shape = Array.from({ length: dimensions }, () => reader.uint64()).reverse();
  return { name, shape, typeNumber: reader.uint32(), offset: reader.uint64() };
}

function locateTensors(
  bytes: Uint8Array,
  reader: ByteReader,
  metadata: ReadonlyMap<string, GgufValue>,
  infos: readonly TensorInfo[],
): Map<string, GgufTensor> {
  const alignment = metadata.get("general.alignment") ?? 32;
  if (typeof alignment !== "number" || alignment < 1 || alignment > 65_536) {
    const found = String(alignment);
    reader.fail({ kind: "value", place: "general.alignment", found });
  }
  const start = Math.ceil(reader.position / alignment) * alignment;
  const tensors = new Map<string, GgufTensor>();
  for (const { name, shape, typeNumber, offset } of infos) {
    const block = BLOCKS[typeNumber];
    if (!block) {
      const type = OTHER_TYPES[typeNumber] ?? `ggml type ${typeNumber}`;
      throw new AppError({
        code: "unsupported-model",
        fault: { kind: "tensor-type", tensor: name, type, readable: READABLE_TYPES },
      });
    }
    const elements = shape.reduce((product, size) => product * size, 1);
    const length = (elements / block.elements) * block.bytes;
    const from = start + offset;
    if (!Number.isSafeInteger(length) || (shape.at(-1) ?? 1) % block.elements !== 0) {
      reader.fail({
        kind: "tensor-shape",
        tensor: name,
        shape: shape.join(" × "),
        expected: `… × ${block.elements} n`,
      });
    }
    if (from + length > bytes.byteLength) {
      reader.fail({ kind: "tensor-place", tensor: name });
    }
    tensors.set(name, {
      name,
      shape,
      type: block.type,
      bytes: bytes.subarray(from, from + length),
    });
  }
  return tensors;
}
