/** Parts of a file on the disk, read at once: a thread can, a page cannot. */
import type { AppError } from "../../shared/errors";

/** Bytes `from` to before `to`. Throws where the file is gone. */
export type ReadPart = (from: number, to: number) => Uint8Array;

/** Reads files at once; workers have it, and the types of a page lack it. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

/** `gone` is the error of a part that cannot be read; null where no part can be. */
export function partReader(
  blob: Blob,
  gone: (cause: unknown) => AppError,
): ReadPart | null {
  if (typeof FileReaderSync === "undefined") return null;
  return (from, to) => {
    try {
      const part = blob.slice(from, to);
      return new Uint8Array(new FileReaderSync().readAsArrayBuffer(part));
    } catch (cause) {
      throw gone(cause);
    }
  };
}
