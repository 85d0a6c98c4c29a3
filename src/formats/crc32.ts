/** The checksum of .zip files: CRC-32 of ISO 3309, the polynomial reflected. */

const POLYNOMIAL = 0xedb88320;

/** Remainders of a byte alone and behind up to seven zero bytes, so that eight are read at a time. */
const TABLES = Array.from({ length: 8 }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte++) {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? POLYNOMIAL : 0);
  TABLES[0]![byte] = rest;
}
for (let byte = 0; byte < 256; byte++) {
  for (let zeros = 1; zeros < 8; zeros++) {
    const before = TABLES[zeros - 1]![byte]!;
    TABLES[zeros]![byte] = (before >>> 8) ^ TABLES[0]![before & 0xff]!;
  }
}

/** The checksum as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let rest = -1;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    const low =
      rest ^
      (bytes[at]! |
        (bytes[at + 1]! << 8) |
        (bytes[at + 2]! << 16) |
        (bytes[at + 3]! << 24));
    rest =
      t7[low & 0xff]! ^
      t6[(low >>> 8) & 0xff]! ^
      t5[(low >>> 16) & 0xff]! ^
      t4[low >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) rest = (rest >>> 8) ^ t0[(rest ^ bytes[at]!) & 0xff]!;
  return ~rest >>> 0;
}
