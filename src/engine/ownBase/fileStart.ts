/** What the first bytes of a file say against its being a GGUF. */
import { AppError, type BaseFileFault } from "../../shared/errors";

/** Bytes that tell a GGUF from what people have in its place. */
export const START_BYTES = 200;

/** Throws "bad-base" unless the file begins as a GGUF. */
export function checkStart(start: Uint8Array): void {
  const text = new TextDecoder("latin1").decode(start.subarray(0, START_BYTES));
  if (text.startsWith("GGUF")) return;
  throw badBase(faultOf(text));
}

function faultOf(text: string): BaseFileFault {
  if (text === "") return { kind: "empty" };
  const begun = text.trimStart();
  if (begun.startsWith("version https://git-lfs")) return { kind: "lfs-pointer" };
  if (/^<(!doctype html|html|head)/iu.test(begun)) return { kind: "page" };
  return { kind: "not-gguf" };
}

export function badBase(fault: BaseFileFault, options?: ErrorOptions): AppError {
  return new AppError({ code: "bad-base", fault }, options);
}
