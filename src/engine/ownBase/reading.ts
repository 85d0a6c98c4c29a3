/** A person's file into memory: once, in pieces, so that it can be watched and cancelled. */
import { sha256 } from "../../formats/hash";
import { AppError, throwIfAborted } from "../../shared/errors";
import type { ModelFile } from "../../shared/models";
import type { ModelFiles } from "../files/modelFiles";
import { badBase } from "./fileStart";

/** Bytes of a piece, which are in memory twice for a moment. */
const PIECE_BYTES = 2 ** 24;

/** The whole content. Throws "bad-base" where the file is gone, and "out-of-memory". */
export async function readBlob(
  blob: Blob,
  onBytes: (bytes: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = allocate(blob.size);
  for (let from = 0; from < blob.size; from += PIECE_BYTES) {
    throwIfAborted(signal);
    const piece = blob.slice(from, from + PIECE_BYTES);
    const content = await piece.arrayBuffer().catch((cause: unknown) => {
      throw badBase({ kind: "gone" }, { cause });
    });
    bytes.set(new Uint8Array(content), from);
    onBytes(from + content.byteLength);
  }
  return bytes;
}

function allocate(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new AppError({ code: "out-of-memory", of: "tab" }, { cause });
  }
}

/** Files of the site, but the one at `path` from `blob`. */
export function withOwnFile(files: ModelFiles, path: string, blob: Blob): ModelFiles {
  return {
    ...files,
    async read(wanted, expected, onBytes, signal) {
      if (wanted !== path) return files.read(wanted, expected, onBytes, signal);
      const bytes = await readBlob(blob, onBytes, signal);
      if (await isOther(bytes, expected)) throw badBase({ kind: "changed" });
      return bytes;
    },
  };
}

async function isOther(
  bytes: Uint8Array,
  expected: Pick<ModelFile, "bytes" | "sha256">,
): Promise<boolean> {
  if (bytes.byteLength !== expected.bytes) return true;
  return (await sha256(bytes)) !== expected.sha256;
}
