/**
 * ggml's blocks of quantised weights as codes, scales and minima: a weight is
 * scale · code + minimum. Layouts: ggml-common.h of llama.cpp.
 */
import { type FloatType, float16ToNumber } from "../floats";
import { GGML_TYPES, type GgmlTypeName } from "./types";

/** How the blocks of a type are read. */
export interface BlockLayout {
  /** Consecutive weights that share a scale and a minimum. */
  scaled: 16 | 32;
  /** Bits that hold every code, signed where there are no minima. */
  bits: 4 | 8;
  /** Whether weights are offset by minima; codes then begin at 0. */
  hasMinima: boolean;
  /** Packed code of 0: half the range, the operators' own, where the codes leave room for it. */
  zeroPoint: 0 | 8 | 128;
  /** Reads the block at `from` of `bytes` into `blocks`, its codes at `to`. */
  read: (bytes: Uint8Array, from: number, blocks: Blocks, to: number) => void;
}

/** Blocks that were read: their codes, and a scale and a minimum for every `scaled` of them. */
export interface Blocks {
  codes: Int8Array;
  scales: Float32Array;
  minima: Float32Array;
}

/** Types whose weights stand alone have no blocks. */
export type BlockTypeName = Exclude<GgmlTypeName, FloatType>;

/** The weights that the codes of IQ4_NL stand for, in units of the scale. */
const IQ4_NL_LEVELS = [
  -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
];

export const BLOCK_LAYOUTS: Record<BlockTypeName, BlockLayout> = {
  Q4_0: {
    scaled: 32,
    bits: 4,
    hasMinima: false,
    zeroPoint: 8,
    read(bytes, from, { codes, scales }, to) {
      scales[to / 32] = half(bytes, from);
      readNibbles(bytes, from + 2, codes, to, 16, -8);
    },
  },
  Q4_1: {
    scaled: 32,
    bits: 4,
    hasMinima: true,
    zeroPoint: 0,
    read(bytes, from, { codes, scales, minima }, to) {
      scales[to / 32] = half(bytes, from);
      minima[to / 32] = half(bytes, from + 2);
      readNibbles(bytes, from + 4, codes, to, 16, 0);
    },
  },
  Q5_0: {
    scaled: 32,
    bits: 8,
    hasMinima: false,
    zeroPoint: 128,
    read(bytes, from, { codes, scales }, to) {
      scales[to / 32] = half(bytes, from);
      readFiveBits(bytes, from + 2, codes, to, -16);
    },
  },
  Q5_1: {
    scaled: 32,
    bits: 8,
    hasMinima: true,
    zeroPoint: 128,
    read(bytes, from, { codes, scales, minima }, to) {
      scales[to / 32] = half(bytes, from);
      minima[to / 32] = half(bytes, from + 2);
      readFiveBits(bytes, from + 4, codes, to, 0);
    },
  },
  Q8_0: {
    scaled: 32,
    bits: 8,
    hasMinima: false,
    zeroPoint: 128,
    read(bytes, from, { codes, scales }, to) {
      scales[to / 32] = half(bytes, from);
      for (let index = 0; index < 32; index++) {
        codes[to + index] = bytes[from + 2 + index]!;
      }
    },
  },
  IQ4_NL: {
    scaled: 32,
    bits: 8,
    hasMinima: false,
    zeroPoint: 128,
    read(bytes, from, { codes, scales }, to) {
      scales[to / 32] = half(bytes, from);
      for (let index = 0; index < 16; index++) {
        const byte = bytes[from + 2 + index]!;
        codes[to + index] = IQ4_NL_LEVELS[byte & 15]!;
        codes[to + 16 + index] = IQ4_NL_LEVELS[byte >> 4]!;
      }
    },
  },
  Q2_K: {
    scaled: 16,
    bits: 4,
    hasMinima: true,
    zeroPoint: 8,
    read(bytes, from, { codes, scales, minima }, to) {
      const scale = half(bytes, from + 80);
      const minimum = half(bytes, from + 82);
      for (let group = 0; group < 16; group++) {
        const packed = bytes[from + group]!;
        scales[to / 16 + group] = scale * (packed & 15);
        minima[to / 16 + group] = -(minimum * (packed >> 4));
      }
      for (let index = 0; index < 256; index++) {
        codes[to + index] = bitPair(bytes, from + 16, index);
      }
    },
  },
  Q3_K: {
    scaled: 16,
    bits: 4,
    hasMinima: false,
    zeroPoint: 8,
    read(bytes, from, { codes, scales }, to) {
      const scale = half(bytes, from + 108);
      for (let group = 0; group < 16; group++) {
        const low = bytes[from + 96 + (group & 7)]! >> (group < 8 ? 0 : 4);
        const high = bytes[from + 104 + (group & 3)]! >> (2 * (group >> 2));
        scales[to / 16 + group] = scale * (((low & 15) | ((high & 3) << 4)) - 32);
      }
      for (let index = 0; index < 256; index++) {
        // A high bit that is not set takes 4 away.
        const high = highBit(bytes, from, index);
        codes[to + index] = (bitPair(bytes, from + 32, index) | (high << 2)) - 4;
      }
    },
  },
  Q4_K: {
    scaled: 32,
    bits: 4,
    hasMinima: true,
    zeroPoint: 0,
    read(bytes, from, blocks, to) {
      readScalesAndMinima(bytes, from, blocks, to / 32);
      for (let part = 0; part < 4; part++) {
        readNibbles(bytes, from + 16 + 32 * part, blocks.codes, to + 64 * part, 32, 0);
      }
    },
  },
  Q5_K: {
    scaled: 32,
    bits: 8,
    hasMinima: true,
    zeroPoint: 128,
    read(bytes, from, blocks, to) {
      readScalesAndMinima(bytes, from, blocks, to / 32);
      const { codes } = blocks;
      for (let part = 0; part < 4; part++) {
        readNibbles(bytes, from + 48 + 32 * part, codes, to + 64 * part, 32, 0);
      }
      for (let index = 0; index < 256; index++) {
        codes[to + index]! |= highBit(bytes, from + 16, index) << 4;
      }
    },
  },
  Q6_K: {
    scaled: 16,
    bits: 8,
    hasMinima: false,
    zeroPoint: 128,
    read(bytes, from, { codes, scales }, to) {
      const scale = half(bytes, from + 208);
      for (let group = 0; group < 16; group++) {
        const packed = bytes[from + 192 + group]!;
        scales[to / 16 + group] = scale * ((packed << 24) >> 24);
      }
      for (let part = 0; part < 2; part++) {
        for (let index = 0; index < 128; index++) {
          const low = bytes[from + 64 * part + (index & 63)]! >> (4 * (index >> 6));
          const high =
            bytes[from + 128 + 32 * part + (index & 31)]! >> (2 * (index >> 5));
          codes[to + 128 * part + index] = ((low & 15) | ((high & 3) << 4)) - 32;
        }
      }
    },
  },
};

/** Room for `count` blocks of this type. */
export function emptyBlocks(type: BlockTypeName, count: number): Blocks {
  const elements = count * GGML_TYPES[type].elements;
  const groups = elements / BLOCK_LAYOUTS[type].scaled;
  return {
    codes: new Int8Array(elements),
    scales: new Float32Array(groups),
    minima: new Float32Array(groups),
  };
}

function half(bytes: Uint8Array, at: number): number {
  return float16ToNumber(bytes[at]! | (bytes[at + 1]! << 8));
}

/** `count` bytes: their low nibbles are the first codes, their high ones the next. */
function readNibbles(
  bytes: Uint8Array,
  at: number,
  codes: Int8Array,
  to: number,
  count: number,
  offset: number,
): void {
  for (let index = 0; index < count; index++) {
    const byte = bytes[at + index]!;
    codes[to + index] = (byte & 15) + offset;
    codes[to + count + index] = (byte >> 4) + offset;
  }
}

/** 32 codes of five bits: four bytes of fifth bits, then 16 of nibbles. */
function readFiveBits(
  bytes: Uint8Array,
  at: number,
  codes: Int8Array,
  to: number,
  offset: number,
): void {
  const firstHigh = bytes[at]! | (bytes[at + 1]! << 8);
  const nextHigh = bytes[at + 2]! | (bytes[at + 3]! << 8);
  for (let index = 0; index < 16; index++) {
    const byte = bytes[at + 4 + index]!;
    const first = (byte & 15) | (((firstHigh >> index) & 1) << 4);
    const next = (byte >> 4) | (((nextHigh >> index) & 1) << 4);
    codes[to + index] = first + offset;
    codes[to + 16 + index] = next + offset;
  }
}

/** Weight `index` in 64 bytes, each with two bits of four weights that lie 32 apart. */
function bitPair(bytes: Uint8Array, at: number, index: number): number {
  const byte = bytes[at + 32 * (index >> 7) + (index & 31)]!;
  return (byte >> (2 * ((index >> 5) & 3))) & 3;
}

/** Weight `index` in 32 bytes, each with one bit of eight weights that lie 32 apart. */
function highBit(bytes: Uint8Array, at: number, index: number): number {
  return (bytes[at + (index & 31)]! >> (index >> 5)) & 1;
}

/** Q4_K and Q5_K: a scale and a minimum of six bits each for every 32 weights. */
function readScalesAndMinima(
  bytes: Uint8Array,
  from: number,
  { scales, minima }: Blocks,
  to: number,
): void {
  const scale = half(bytes, from);
  const minimum = half(bytes, from + 2);
  const packed = from + 4;
  for (let group = 0; group < 8; group++) {
    const first = bytes[packed + (group & 3)]!;
    const second = bytes[packed + 4 + (group & 3)]!;
    const third = bytes[packed + 8 + (group & 3)]!;
    const scaleCode = group < 4 ? first & 63 : (third & 15) | ((first >> 6) << 4);
    const minimumCode = group < 4 ? second & 63 : (third >> 4) | ((second >> 6) << 4);
    scales[to + group] = scale * scaleCode;
    minima[to + group] = -(minimum * minimumCode);
  }
}
