/** A long file in parts. */
import { open, type FileHandle } from "node:fs/promises";
import { Writable } from "node:stream";

export interface Part {
  path: string;
  bytes: number;
}

/** Writes what comes to `file`.001 and so on, each of `partBytes` but the last; lists them in `parts`. */
export function writeParts(file: string, partBytes: number, parts: Part[]): Writable {
  let current: FileHandle | null = null;

  async function write(chunk: Buffer): Promise<void> {
    for (let rest = chunk; rest.length > 0;) {
      if (!current) {
        const path = `${file}.${String(parts.length + 1).padStart(3, "0")}`;
        current = await open(path, "w");
        parts.push({ path, bytes: 0 });
      }
      const part = parts.at(-1)!;
      const piece = rest.subarray(0, partBytes - part.bytes);
      await current.writeFile(piece);
      part.bytes += piece.length;
      rest = rest.subarray(piece.length);
      if (part.bytes === partBytes) await close();
    }
  }

  async function close(): Promise<void> {
    await current?.close();
    current = null;
  }

  return new Writable({
    write: (chunk: Buffer, _, done) => void write(chunk).then(() => done(), done),
    final: (done) => void close().then(() => done(), done),
  });
}
