/** The header of a GGUF that is not in memory. */
import { AppError } from "../../shared/errors";
import { type GgufHeader, readGgufHeader } from "../gguf";

/** Bytes that are read for a header: a vocabulary of 150,000 tokens has 6 million. */
const HEADER_BYTES = [16_000_000, 128_000_000];

/**
 * The header, of as much of the file as it takes: `read` gives so many of its first bytes, of
 * `size` in all. Its tensors have to end within `end` bytes.
 */
export async function readGgufStart(
  read: (bytes: number) => Uint8Array | Promise<Uint8Array>,
  size: number,
  end: number,
): Promise<GgufHeader> {
  for (const most of HEADER_BYTES) {
    const bytes = await read(Math.min(most, size));
    try {
      return readGgufHeader(bytes, end);
    } catch (error) {
      const isCut = error instanceof AppError && error.code === "bad-file" && most < size;
      if (!isCut || most === HEADER_BYTES.at(-1)) throw error;
    }
  }
  throw new Error("There is no size to read the header by.");
}
