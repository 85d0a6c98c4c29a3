/**
 * Reads the files of a .zip that somebody hands in. Nothing in it is believed: what is inflated is
 * counted, and paths that would leave the folder are refused.
 * Format: APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16.
 */
import { type GivenFile, MOST_ADAPTER_BYTES } from "../../shared/adapter";
import { type AdapterFault, AppError } from "../../shared/errors";
import { crc32 } from "../crc32";

const MOST_ENTRIES = 4096;
/**
 * Bytes that the files of an archive of `packed` bytes may have: weights shrink to half at best, and
 * a small archive that unpacks to more than this is made to fill the memory.
 */
const mostUnpacked = (packed: number) =>
  Math.min(MOST_ADAPTER_BYTES, 4 * packed + 24 * 2 ** 20);

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** Stands where a size needs 64 bits. */
const TOO_LARGE = 0xffffffff;

interface Entry {
  name: string;
  flags: number;
  method: number;
  checksum: number;
  packedBytes: number;
  unpackedBytes: number;
  start: number;
}

/** The files that `isWanted`; others are not inflated. */
export async function unzip(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
): Promise<GivenFile[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(bytes, view);
  for (const { name } of entries) checkPath(name);
  const files: GivenFile[] = [];
  const most = mostUnpacked(bytes.byteLength);
  let room = most;
  for (const entry of entries) {
    if (!isWanted(entry.name)) continue;
    if (entry.unpackedBytes > room) throw bad({ kind: "too-large", most });
    const content = await readEntry(bytes, view, entry);
    if (crc32(content) !== entry.checksum) throw bad({ kind: "zip-damaged" });
    room -= content.byteLength;
    files.push({ name: entry.name, bytes: content });
  }
  return files;
}

function readDirectory(bytes: Uint8Array, view: DataView): Entry[] {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > MOST_ENTRIES) throw bad({ kind: "too-large", most: MOST_ADAPTER_BYTES });
  const decoder = new TextDecoder();
  return Array.from({ length: count }, () => {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
      throw bad({ kind: "zip-damaged" });
    }
    const nameLength = view.getUint16(at + 28, true);
    const rest = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const entry = {
      name: decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      unpackedBytes: view.getUint32(at + 24, true),
      start: view.getUint32(at + 42, true),
    };
    at += 46 + nameLength + rest;
    return entry;
  });
}

/** Position of the record that ends the archive, behind which only a comment may stand. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === DIRECTORY_END) return at;
  }
  throw bad({ kind: "zip-damaged" });
}

function checkPath(name: string): void {
  const parts = name.split(/[\\/]/u);
  if (name.includes("\0") || parts.includes("..") || /^([\\/]|[a-z]:)/iu.test(name)) {
    throw bad({ kind: "zip-path", path: name.slice(0, 80) });
  }
}

async function readEntry(
  bytes: Uint8Array,
  view: DataView,
  { flags, method, packedBytes, unpackedBytes, start }: Entry,
): Promise<Uint8Array> {
  if (flags & ENCRYPTED) throw bad({ kind: "zip-encrypted" });
  if (packedBytes === TOO_LARGE || start === TOO_LARGE) {
    throw bad({ kind: "too-large", most: MOST_ADAPTER_BYTES });
  }
  if (start + 30 > bytes.byteLength || view.getUint32(start, true) !== LOCAL_ENTRY) {
    throw bad({ kind: "zip-damaged" });
  }
  const from =
    start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  if (from + packedBytes > bytes.byteLength) throw bad({ kind: "zip-damaged" });
  const packed = bytes.subarray(from, from + packedBytes);
  switch (method) {
    case STORED:
      if (packedBytes !== unpackedBytes) throw bad({ kind: "zip-damaged" });
      return packed;
    case DEFLATED:
      return inflate(packed, unpackedBytes);
    default:
      throw bad({ kind: "zip-damaged" });
  }
}

/** Stops once the content would exceed the `length` that it has to have. */
async function inflate(packed: Uint8Array, length: number): Promise<Uint8Array> {
  const content = new Uint8Array(length);
  let offset = 0;
  // Safari has no iteration over streams.
  const reader = new Blob([new Uint8Array(packed)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"))
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (offset + value.byteLength > length) throw bad({ kind: "zip-damaged" });
      content.set(value, offset);
      offset += value.byteLength;
    }
  } catch {
    throw bad({ kind: "zip-damaged" });
  } finally {
    void reader.cancel().catch(() => {});
  }
  if (offset < length) throw bad({ kind: "zip-damaged" });
  return content;
}

export function bad(fault: AdapterFault): AppError {
  return new AppError({ code: "bad-adapter", fault });
}
