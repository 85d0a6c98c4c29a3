/** Values of single and half precision as files hold them, to single precision and back. */

/** Types of values that stand alone, as safetensors and GGUF name them. */
const FLOAT_TYPES = ["F32", "F16", "BF16"] as const;
export type FloatType = (typeof FLOAT_TYPES)[number];

export function isFloatType(type: string): type is FloatType {
  return (FLOAT_TYPES as readonly string[]).includes(type);
}

/** Little-endian values to float32, a copy; `bytes` needs no alignment. */
export function toFloat32(type: FloatType, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  switch (type) {
    case "F32":
      return new Float32Array(new Uint8Array(bytes).buffer);
    case "F16":
      return float16ToFloat32(bytes);
    case "BF16":
      return bfloat16ToFloat32(bytes);
    default:
      return type satisfies never;
  }
}

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

/** The upper halves of float32 values, little-endian; `bytes` needs no alignment. */
function bfloat16ToFloat32(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(bytes.byteLength / 2);
  const bits = new Uint32Array(values.buffer);
  for (let index = 0; index < bits.length; index++) {
    bits[index] = (bytes[2 * index]! << 16) | (bytes[2 * index + 1]! << 24);
  }
  return values;
}

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** Bit pattern of the nearest half, ties to the even one; beyond the largest half, infinity. */
export function numberToFloat16(value: number): number {
  single[0] = value;
  const bits = singleBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // From 65,520 on, half of the way to what would follow the largest half.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal halves are multiples of 2⁻²⁴.
    return sign | roundHalfEven(Math.abs(single[0]!) * 2 ** 24);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
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
