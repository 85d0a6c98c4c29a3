/** Float32 weights into ggml's types, as ggml's reference code rounds them. */
import { numberToFloat16 } from "../floats";

export type EncodedType = "F32" | "F16" | "Q8_0";

/** Weights and bytes of a block of Q8_0: a scale in half precision, then the codes. */
const BLOCK = 32;
const BLOCK_BYTES = 34;

export function encodeBlocks(type: EncodedType, values: Float32Array): Uint8Array {
  switch (type) {
    case "F32":
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    case "F16":
      return halves(values);
    case "Q8_0":
      return eightBits(values);
    default:
      return type satisfies never;
  }
}

function halves(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  for (let index = 0; index < values.length; index++) {
    const bits = numberToFloat16(values[index]!);
    bytes[2 * index] = bits;
    bytes[2 * index + 1] = bits >> 8;
  }
  return bytes;
}

/** quantize_row_q8_0_ref: the largest weight of a block gets the code ±127. */
function eightBits(values: Float32Array): Uint8Array {
  const blocks = values.length / BLOCK;
  if (!Number.isInteger(blocks)) throw new Error("Q8_0 holds weights by 32.");
  const bytes = new Uint8Array(blocks * BLOCK_BYTES);
  const codes = new Int8Array(bytes.buffer);
  for (let block = 0; block < blocks; block++) {
    const from = block * BLOCK;
    let largest = 0;
    for (let at = 0; at < BLOCK; at++) {
      largest = Math.max(largest, Math.abs(values[from + at]!));
    }
    const scale = Math.fround(largest / 127);
    const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
    const to = block * BLOCK_BYTES;
    const bits = numberToFloat16(scale);
    bytes[to] = bits;
    bytes[to + 1] = bits >> 8;
    for (let at = 0; at < BLOCK; at++) {
      const code = Math.fround(values[from + at]! * inverse);
      codes[to + 2 + at] = Math.sign(code) * Math.round(Math.abs(code));
    }
  }
  return bytes;
}
