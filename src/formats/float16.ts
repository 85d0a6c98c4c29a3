/** IEEE 754 half precision to single precision. */

const TABLE = buildTable();

/** The value of one half-precision bit pattern. */
export function float16ToNumber(bits: number): number {
  return TABLE[bits]!;
}

/** Little-endian halves to float32; `bytes` needs no alignment. */
export function float16ToFloat32(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(bytes.byteLength / 2);
  for (let index = 0; index < values.length; index++) {
    values[index] = TABLE[bytes[2 * index]! | (bytes[2 * index + 1]! << 8)]!;
  }
  return values;
}

function buildTable(): Float32Array {
  return Float32Array.from({ length: 65_536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
