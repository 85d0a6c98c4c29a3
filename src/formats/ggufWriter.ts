/**
 * Writes GGUF files. Specification: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export type GgufField =
  | { type: "uint32" | "float32"; value: number }
  | { type: "string"; value: string }
  | { type: "strings"; value: readonly string[] }
  | { type: "numbers"; value: readonly number[] };

export interface WrittenTensor {
  name: string;
  /** Row-major; the file has the dimensions in the opposite order. */
  shape: readonly number[];
  /** Number that ggml gives to the type. */
  typeNumber: number;
  bytes: Uint8Array;
}

export interface WrittenGguf {
  /** 3 unless given. */
  version?: number;
  metadata: Readonly<Record<string, GgufField>>;
  /** Further entries of the metadata as another file has them; absent means none. */
  entries?: ReadonlyMap<string, Uint8Array>;
  tensors: readonly WrittenTensor[];
}

const ALIGNMENT = 32;
const encoder = new TextEncoder();

export function writeGguf({
  version = 3,
  metadata,
  entries = new Map(),
  tensors,
}: WrittenGguf): Uint8Array<ArrayBuffer> {
  const header: number[] = [];
  const fields = Object.entries(metadata);
  header.push(...encoder.encode("GGUF"));
  uint32(version);
  uint64(tensors.length);
  uint64(entries.size + fields.length);
  for (const entry of entries.values()) {
    for (const byte of entry) header.push(byte);
  }
  for (const [key, field] of fields) {
    text(key);
    writeField(field);
  }
  let offset = 0;
  for (const tensor of tensors) {
    text(tensor.name);
    uint32(tensor.shape.length);
    for (const size of [...tensor.shape].reverse()) uint64(size);
    uint32(tensor.typeNumber);
    uint64(offset);
    offset += padded(tensor.bytes.byteLength);
  }
  const start = padded(header.length);
  const file = new Uint8Array(start + offset);
  file.set(header);
  let position = start;
  for (const { bytes } of tensors) {
    file.set(bytes, position);
    position += padded(bytes.byteLength);
  }
  return file;

  function writeField(field: GgufField): void {
    switch (field.type) {
      case "uint32":
        uint32(4);
        return uint32(field.value);
      case "float32":
        uint32(6);
        return number(4, (view) => view.setFloat32(0, field.value, true));
      case "string":
        uint32(8);
        return text(field.value);
      case "strings":
        uint32(9);
        uint32(8);
        uint64(field.value.length);
        return field.value.forEach(text);
      case "numbers":
        uint32(9);
        uint32(4);
        uint64(field.value.length);
        return field.value.forEach(uint32);
      default:
        return field satisfies never;
    }
  }

  function number(bytes: number, write: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(bytes));
    write(view);
    header.push(...new Uint8Array(view.buffer));
  }

  function uint32(value: number): void {
    number(4, (view) => view.setUint32(0, value, true));
  }

  function uint64(value: number): void {
    number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }

  function text(value: string): void {
    const bytes = encoder.encode(value);
    uint64(bytes.byteLength);
    for (const byte of bytes) header.push(byte);
  }
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
