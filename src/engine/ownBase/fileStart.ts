/** The reasons that the first bytes of a file give why it is no GGUF. */
import { isGguf, isLfsPointer, isWebPage } from "../../formats/files/signatures";
import { AppError, type BaseFileFault } from "../../shared/errors";

/** Bytes that tell a GGUF from what people have in its place. */
export const START_BYTES = 200;

/** Throws "bad-base" unless the file begins as a GGUF. */
export function checkStart(start: Uint8Array): void {
  if (start.byteLength === 0) throw badBase({ kind: "empty" });
  if (isLfsPointer(start)) throw badBase({ kind: "lfs-pointer" });
  if (isWebPage(start)) throw badBase({ kind: "page" });
  if (!isGguf(start)) throw badBase({ kind: "not-gguf" });
}

export function badBase(fault: BaseFileFault, options?: ErrorOptions): AppError {
  return new AppError({ code: "bad-base", fault }, options);
}
