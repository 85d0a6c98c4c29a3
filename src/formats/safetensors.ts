/** Reads and writes safetensors: https://github.com/huggingface/safetensors#format */
import { AppError, type FileFault } from "../shared/errors";
import { excerptOf } from "../shared/json";
import { toFloat32 } from "./floats";

export interface SafeTensor {
  dtype: string;
  shape: number[];
  bytes: Uint8Array;
}

/** Longest header, as in the reference implementation: a longer one is refused unparsed. */
const MAXIMUM_HEADER = 100_000_000;
const ELEMENT_BYTES: ReadonlyMap<unknown, number> = new Map([
  ["F32", 4],
  ["F16", 2],
  ["BF16", 2],
  ["I64", 8],
  ["I32", 4],
  ["U8", 1],
]);

/** Named tensors as views on `bytes`; throws "bad-file" naming the fault. */
export function readSafetensors(bytes: Uint8Array): Map<string, SafeTensor> {
  if (bytes.byteLength < 8) throw bad({ kind: "ends-early", byte: bytes.byteLength });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > MAXIMUM_HEADER || 8 + headerLength > bytes.byteLength) {
    throw bad({ kind: "impossible-count", byte: 0, count: headerLength });
  }
  const header = parseHeader(bytes.subarray(8, 8 + headerLength));
  const data = bytes.subarray(8 + headerLength);
  const tensors = new Map<string, SafeTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name !== "__metadata__") tensors.set(name, locate(name, entry, data));
  }
  checkApart(tensors);
  return tensors;
}

/** As in the reference implementation: many tensors in the same bytes would fill the memory. */
function checkApart(tensors: ReadonlyMap<string, SafeTensor>): void {
  const places = [...tensors].sort(
    ([, one], [, other]) => one.bytes.byteOffset - other.bytes.byteOffset,
  );
  let end = 0;
  for (const [tensor, { bytes }] of places) {
    if (bytes.byteLength === 0) continue;
    if (bytes.byteOffset < end) throw bad({ kind: "tensor-place", tensor });
    end = bytes.byteOffset + bytes.byteLength;
  }
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw bad({ kind: "not-json" }, cause);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw bad({ kind: "value", place: "$", found: excerptOf(header) });
  }
  return header as Record<string, unknown>;
}

function locate(name: string, entry: unknown, data: Uint8Array): SafeTensor {
  const { dtype, shape, data_offsets } = (entry ?? {}) as Record<string, unknown>;
  const size = ELEMENT_BYTES.get(dtype);
  if (size === undefined) {
    throw bad(
      typeof dtype === "string"
        ? { kind: "tensor-type", tensor: name, type: dtype }
        : { kind: "tensor-entry", tensor: name },
    );
  }
  if (!isSizes(shape) || !isSizes(data_offsets) || data_offsets.length !== 2) {
    throw bad({ kind: "tensor-entry", tensor: name });
  }
  const [start, end] = data_offsets as [number, number];
  const length = size * shape.reduce((product, extent) => product * extent, 1);
  if (end - start !== length || end > data.byteLength) {
    throw bad({ kind: "tensor-place", tensor: name });
  }
  return { dtype: dtype as string, shape, bytes: data.subarray(start, end) };
}

function isSizes(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0)
  );
}

function bad(fault: FileFault, cause?: unknown): AppError {
  return new AppError({ code: "bad-file", file: "safetensors", fault }, { cause });
}

/** The tensor's values; throws "bad-file" when it is missing or not of the expected shape. */
export function floatTensor(
  tensors: ReadonlyMap<string, SafeTensor>,
  name: string,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  const tensor = tensors.get(name);
  if (!tensor) throw bad({ kind: "tensor-missing", tensor: name });
  if (tensor.shape.join() !== shape.join()) {
    throw bad({
      kind: "tensor-shape",
      tensor: name,
      shape: tensor.shape.join(" × "),
      expected: shape.join(" × "),
    });
  }
  switch (tensor.dtype) {
    case "F32":
    case "F16":
      return toFloat32(tensor.dtype, tensor.bytes);
    default:
      throw bad({ kind: "tensor-type", tensor: name, type: tensor.dtype });
  }
}

export interface NamedFloats {
  name: string;
  shape: readonly number[];
  values: Float32Array;
}

/** A float32 file in PyTorch's dialect, the header padded so that the data is 8-byte aligned. */
export function writeSafetensors(
  tensors: readonly NamedFloats[],
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    const end = offset + values.byteLength;
    header[name] = { dtype: "F32", shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength).set(json, 8);
  let position = 8 + headerLength;
  for (const { values } of tensors) {
    bytes.set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      position,
    );
    position += values.byteLength;
  }
  return bytes;
}
