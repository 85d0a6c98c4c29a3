/**
 * Reads GGUF version 2 and 3: metadata as plain values, tensors as views on the file's bytes.
 * Specification: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { AppError } from "../shared/errors";
import { excerptOf } from "../shared/json";
import { ByteReader } from "./byteReader";
import {
  GGML_TYPES,
  READABLE_TYPES,
  type GgmlTypeName,
  readableType,
  unreadableType,
} from "./ggml/types";

export type GgufValue = number | boolean | string | GgufValue[];

/** Name, shape and type of a tensor, from the header. */
export interface GgufTensorInfo {
  name: string;
  /** Row-major: GGUF's dimensions reversed. */
  shape: number[];
  type: GgmlTypeName;
}

export interface GgufTensor extends GgufTensorInfo {
  /** Blocks of the weights, row-major; read anew at every access where they are not in memory. */
  readonly bytes: Uint8Array;
  /** Bytes `from` to before `to` alone; absent where all are in memory. */
  readBytes?(from: number, to: number): Uint8Array;
}

/** A tensor whose bytes have not been read: `length` of them from `start` of the file on. */
export interface GgufTensorPlace extends GgufTensorInfo {
  start: number;
  length: number;
}

/** Content of a file, whether its tensors have been read or not. */
export interface GgufContent<Tensor extends GgufTensorInfo = GgufTensorInfo> {
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: ReadonlyMap<string, Tensor>;
}

export type Gguf = GgufContent<GgufTensor>;
export type GgufHeader = GgufContent<GgufTensorPlace>;

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
const MAXIMUM_NESTING = 4;
const MAXIMUM_DIMENSIONS = 4;
const MAXIMUM_ALIGNMENT = 65_536;
/** More than any model has; what is read of a file must not fill the memory. */
const MAXIMUM_ENTRIES = 65_536;
/** Items of all lists together: vocabularies of 262,144 tokens have 1.3 million. */
const MAXIMUM_ITEMS = 2 ** 21;
/** Smallest possible metadata entry and tensor entry, to refuse impossible counts at once. */
const SMALLEST_ENTRY = 13;
const SMALLEST_TENSOR = 24;

/** Throws "bad-file" for a damaged file and "unsupported-model" for a tensor type unknown here. */
export function readGguf(bytes: Uint8Array): Gguf {
  const { metadata, tensors: places } = readGgufHeader(bytes, bytes.byteLength);
  const tensors = new Map<string, GgufTensor>();
  for (const { start, length, ...tensor } of places.values()) {
    const view = bytes.subarray(start, start + length);
    tensors.set(tensor.name, { ...tensor, bytes: view });
  }
  return { metadata, tensors };
}

/** The content of a file whose tensors are read when they are asked for, `read` from it. */
export function storedGguf(
  { metadata, tensors: places }: GgufHeader,
  read: (from: number, to: number) => Uint8Array,
): Gguf {
  const tensors = new Map<string, GgufTensor>();
  for (const { start, length, ...info } of places.values()) {
    tensors.set(info.name, {
      ...info,
      get bytes() {
        return read(start, start + length);
      },
      readBytes: (from, to) => read(start + from, start + to),
    });
  }
  return { metadata, tensors };
}

/** Bytes of a tensor, which need not be read to know. */
export function byteLengthOf({ type, shape }: GgufTensorInfo): number {
  const { elements, bytes } = GGML_TYPES[type];
  return (shape.reduce((product, size) => product * size, 1) / elements) * bytes;
}

/** Rows `from` to before `to` of a matrix. */
export function rowsOf(matrix: GgufTensor, from: number, to: number): GgufTensor {
  const { name, type, shape } = matrix;
  const [rows, ...rest] = shape as [number, ...number[]];
  const rowBytes = byteLengthOf(matrix) / rows;
  const read = (first: number, end: number) =>
    matrix.readBytes?.(first, end) ?? matrix.bytes.subarray(first, end);
  const start = from * rowBytes;
  return {
    name: `${name}.rows.${from}`,
    type,
    shape: [to - from, ...rest],
    get bytes() {
      return read(start, to * rowBytes);
    },
    readBytes: (first, end) => read(start + first, start + end),
  };
}

/** The metadata's entries as they stand in the file, key, type and value. */
export function metadataEntries(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const entries = new Map<string, Uint8Array>();
  const reader = new ByteReader(bytes, "gguf");
  const { entryCount } = readCounts(reader);
  const room = { items: MAXIMUM_ITEMS };
  for (let entry = 0; entry < entryCount; entry++) {
    const start = reader.position;
    const key = reader.text(reader.uint64());
    readValue(reader, reader.uint32(), room);
    entries.set(key, bytes.subarray(start, reader.position));
  }
  return entries;
}

/** Reads the beginning of a file of `fileBytes`, which must hold the whole header. */
export function readGgufHeader(bytes: Uint8Array, fileBytes: number): GgufHeader {
  const reader = new ByteReader(bytes, "gguf");
  const { tensorCount, entryCount } = readCounts(reader);
  const metadata = new Map<string, GgufValue>();
  const room = { items: MAXIMUM_ITEMS };
  for (let entry = 0; entry < entryCount; entry++) {
    const key = reader.text(reader.uint64());
    if (metadata.has(key)) reader.fail({ kind: "twice", name: key });
    metadata.set(key, readValue(reader, reader.uint32(), room));
  }
  const infos = Array.from({ length: tensorCount }, () => readTensorInfo(reader));
  return { metadata, tensors: locateTensors(fileBytes, reader, metadata, infos) };
}

/** Reads the file's first bytes: what it is, and how much is in it. */
function readCounts(reader: ByteReader): { tensorCount: number; entryCount: number } {
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
    if (count > MAXIMUM_ENTRIES || count * smallest > reader.remaining) {
      reader.fail({ kind: "impossible-count", byte: reader.position, count });
    }
  }
  return { tensorCount, entryCount };
}

/** `room` is what may still be read, and shrinks. */
function readValue(
  reader: ByteReader,
  type: number,
  room: { items: number },
  nesting = 0,
): GgufValue {
  const scalar = SCALARS[type];
  if (scalar) return scalar.read(reader);
  if (type !== ARRAY || nesting === MAXIMUM_NESTING) {
    return reader.fail({ kind: "unknown-type", byte: reader.position, type });
  }
  const itemType = reader.uint32();
  const count = reader.uint64();
  const isTooMany = count * (SCALARS[itemType]?.bytes ?? 12) > reader.remaining;
  room.items -= count;
  if (isTooMany || room.items < 0) {
    reader.fail({ kind: "impossible-count", byte: reader.position, count });
  }
  return Array.from({ length: count }, () =>
    readValue(reader, itemType, room, nesting + 1),
  );
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
  fileBytes: number,
  reader: ByteReader,
  metadata: ReadonlyMap<string, GgufValue>,
  infos: readonly TensorInfo[],
): Map<string, GgufTensorPlace> {
  const alignment = metadata.get("general.alignment") ?? 32;
  if (
    typeof alignment !== "number" ||
    !Number.isSafeInteger(alignment) ||
    alignment < 1 ||
    alignment > MAXIMUM_ALIGNMENT
  ) {
    const found = excerptOf(alignment);
    reader.fail({ kind: "value", place: "general.alignment", found });
  }
  const tensorsStart = Math.ceil(reader.position / alignment) * alignment;
  const tensors = new Map<string, GgufTensorPlace>();
  for (const { name, shape, typeNumber, offset } of infos) {
    const type = readableType(typeNumber);
    if (!type) {
      const found = unreadableType(typeNumber);
      throw new AppError({
        code: "unsupported-model",
        fault: {
          kind: "tensor-type",
          tensor: name,
          type: found,
          readable: READABLE_TYPES,
        },
      });
    }
    const block = GGML_TYPES[type];
    const length = byteLengthOf({ name, shape, type });
    const start = tensorsStart + offset;
    if (!Number.isSafeInteger(length) || (shape.at(-1) ?? 1) % block.elements !== 0) {
      reader.fail({
        kind: "tensor-shape",
        tensor: name,
        shape: shape.join(" × "),
        expected: `… × ${block.elements} n`,
      });
    }
    if (start + length > fileBytes) {
      reader.fail({ kind: "tensor-place", tensor: name });
    }
    if (tensors.has(name)) reader.fail({ kind: "twice", name });
    tensors.set(name, { name, shape, type, start, length });
  }
  checkApart(reader, [...tensors.values()]);
  return tensors;
}

/** Many tensors in the same bytes would fill the memory once they are read. */
function checkApart(reader: ByteReader, places: GgufTensorPlace[]): void {
  let end = 0;
  for (const { name, start, length } of places.sort(
    (one, other) => one.start - other.start,
  )) {
    if (length === 0) continue;
    if (start < end) reader.fail({ kind: "tensor-place", tensor: name });
    end = start + length;
  }
}
