/** A cursor over little-endian bytes that refuses to run past their end. */
import { AppError, type FileFault, type FileKind } from "../shared/errors";

const decoder = new TextDecoder("utf-8", { fatal: true });

export class ByteReader {
  position = 0;
  private readonly view: DataView;
  private readonly bytes: Uint8Array;
  private readonly file: FileKind;

  /** `file` names the file in errors. */
  constructor(bytes: Uint8Array, file: FileKind) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.file = file;
  }

  get remaining(): number {
    return this.bytes.byteLength - this.position;
  }

  fail(fault: FileFault): never {
    throw new AppError({ code: "bad-file", file: this.file, fault });
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
    const byte = this.advance(8);
    const count = Number(this.view.getBigUint64(byte, true));
    if (!Number.isSafeInteger(count))
      this.fail({ kind: "impossible-count", byte, count });
    return count;
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
      return this.fail({ kind: "not-utf8", byte: start });
    }
  }

  /** Moves on and returns where it stood. */
  private advance(length: number): number {
    if (length > this.remaining) {
      this.fail({ kind: "ends-early", byte: this.bytes.byteLength });
    }
    const start = this.position;
    this.position += length;
    return start;
  }
}
