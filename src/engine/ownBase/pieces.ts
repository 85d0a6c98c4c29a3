/** A person's file in pieces, so that reading it can be watched and cancelled. */
import { throwIfAborted } from "../../shared/errors";
import { badBase } from "./fileStart";

/** Bytes of a piece, which are in memory twice for a moment. */
const PIECE_BYTES = 2 ** 24;

/**
 * Hands `take` the pieces in order, each with its place, and says after each how many bytes there
 * were. Throws "bad-base" where the file is gone.
 */
export async function readInPieces(
  blob: Blob,
  take: (piece: Uint8Array<ArrayBuffer>, from: number) => void,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let from = 0; from < blob.size; from += PIECE_BYTES) {
    throwIfAborted(signal);
    const piece = blob.slice(from, from + PIECE_BYTES);
    const content = await piece.arrayBuffer().catch((cause: unknown) => {
      throw badBase({ kind: "gone" }, { cause });
    });
    take(new Uint8Array(content), from);
    onBytes(from + content.byteLength);
  }
}
