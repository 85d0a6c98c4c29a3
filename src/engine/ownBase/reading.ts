/** A person's file into memory, once. */
import { sha256 } from "../../formats/hash";
import { AppError } from "../../shared/errors";
import type { ModelFile } from "../../shared/models";
import type { ModelFiles } from "../files/modelFiles";
import { partReader } from "../files/parts";
import { badBase } from "./fileStart";
import { readInPieces } from "./pieces";

/** The whole content. Throws "bad-base" where the file is gone, and "out-of-memory". */
export async function readBlob(
  blob: Blob,
  onBytes: (bytes: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = allocate(blob.size);
  await readInPieces(blob, (piece, from) => bytes.set(piece, from), onBytes, signal);
  return bytes;
}

function allocate(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new AppError({ code: "out-of-memory", of: "tab" }, { cause });
  }
}

/** Files of the site, but the one at `path` from `blob`, which stays readable in parts. */
export function withOwnFile(files: ModelFiles, path: string, blob: Blob): ModelFiles {
  return {
    ...files,
    async read(wanted, expected, onBytes, signal) {
      if (wanted !== path) return files.read(wanted, expected, onBytes, signal);
      const bytes = await readBlob(blob, onBytes, signal);
      if (await isOther(bytes, expected)) throw badBase({ kind: "changed" });
      return bytes;
    },
    async openKept(wanted, expected) {
      if (wanted !== path) return (await files.openKept?.(wanted, expected)) ?? null;
      return partReader(blob, (cause) => badBase({ kind: "gone" }, { cause }));
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
