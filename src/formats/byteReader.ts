/** A cursor over little-endian bytes that refuses to run past their end. */
import { AppError } from "../shared/errors";

const decoder = new TextDecoder("utf-8", { fatal: true });

export class ByteReader {
  position = 0;
  private readonly view: DataView;
  private readonly bytes: Uint8Array;
  private readonly what: string;

  /** `what` names the file in errors, e.g. "The GGUF file". */
  constructor(bytes: Uint8Array, what: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.what = what;
  }

  get remaining(): number {
    return this.bytes.byteLength - this.position;
  }

  fail(why: string): never {
    throw new AppError("bad-file", `${this.what} is damaged: ${why}. Fetch it again.`);
  }

  uint8(): number {
    return this.view.getUint8(this.advance(1));
  }

  int8(): number {
    return this.view.getInt8(this.advance(1));
  }

  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  int16(): number {
    return this.view.getInt16(this.advance(2), true);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  float32(): number {
    return this.view.getFloat32(this.advance(4), true);
  }

  float64(): number {
    return this.view.getFloat64(this.advance(8), true);
  }

  /** A 64-bit count or size; fails when it is not a safe integer. */
  uint64(): number {
    const value = this.view.getBigUint64(this.advance(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      this.fail(`a size of ${value} is not possible`);
    return Number(value);
  }

  int64(): number {
    return Number(this.view.getBigInt64(this.advance(8), true));
  }

  /** UTF-8 text of `length` bytes. */
  text(length: number): string {
    const start = this.advance(length);
    try {
      return decoder.decode(this.bytes.subarray(start, start + length));
    } catch {
      return this.fail(`the text at byte ${start} is not UTF-8`);
    }
  }

  /** Moves on and returns where it stood. */
  private advance(length: number): number {
    if (length > this.remaining) {
      this.fail(`it ends at byte ${this.bytes.byteLength}, within its header`);
    }
    const start = this.position;
    this.position += length;
    return start;
  }
}
