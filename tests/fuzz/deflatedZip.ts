/** A .zip with deflated content, which the page reads and does not write. */
import { crc32, deflateRawSync } from "node:zlib";
import type { GivenFile } from "../../src/shared/adapter";

const LOCAL = 0x04034b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;

/** As APPNOTE.TXT of PKWARE has it, sections 4.3.7, 4.3.12 and 4.3.16. */
export function deflatedZip(files: readonly GivenFile[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const title = Buffer.from(name);
    const packed = deflateRawSync(bytes);
    const common = [20, 0, DEFLATED, 0, 0x21] as const;
    const sizes = [crc32(bytes), packed.length, bytes.length] as const;
    const local = Buffer.concat([
      numbers(
        [4, LOCAL],
        ...common.map((value) => [2, value] as const),
        ...sizes.map((value) => [4, value] as const),
        [2, title.length],
        [2, 0],
      ),
      title,
      packed,
    ]);
    parts.push(local);
    directory.push(
      numbers(
        [4, DIRECTORY],
        [2, 20],
        ...common.map((value) => [2, value] as const),
        ...sizes.map((value) => [4, value] as const),
        [2, title.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ),
      title,
    );
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const count = files.length;
  const end = numbers(
    [4, END],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, listed.length],
    [4, offset],
    [2, 0],
  );
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}

function numbers(...fields: readonly (readonly [width: 2 | 4, value: number])[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) at = bytes.writeUIntLE(value, at, width);
  return bytes;
}
