/** ggml's quantised tensors: to float32 for WebAssembly, to `MatMulNBits` codes for WebGPU. */
import { isFloatType, toFloat32 } from "./floats";
import {
  BLOCK_LAYOUTS,
  type Blocks,
  type BlockTypeName,
  emptyBlocks,
} from "./ggml/blocks";
import { GGML_TYPES, type GgmlTypeName } from "./ggml/types";
import type { GgufTensor } from "./gguf";

/** Weights that are read at a time. */
const AT_ONCE = 4096;

/** A GGUF tensor as float32, row-major. */
export function dequantise({
  type,
  bytes,
}: Pick<GgufTensor, "type" | "bytes">): Float32Array<ArrayBuffer> {
  if (isFloatType(type)) return toFloat32(type, bytes);
  const values = new Float32Array(elementsOf(type, bytes));
  dequantiseBlocks(type, bytes, values);
  return values;
}

/** The tensors' weights one after another. */
export function dequantiseAll(
  tensors: readonly Pick<GgufTensor, "type" | "bytes" | "shape">[],
): Float32Array<ArrayBuffer> {
  const sizes = tensors.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  const values = new Float32Array(sizes.reduce((a, b) => a + b, 0));
  let from = 0;
  tensors.forEach(({ type, bytes }, index) => {
    const own = values.subarray(from, (from += sizes[index]!));
    if (isFloatType(type)) own.set(toFloat32(type, bytes));
    else dequantiseBlocks(type, bytes, own);
  });
  return values;
}

/** How the weights of a type become codes; w = scale · (code − zero point) + minimum. */
export interface CodeLayout {
  bits: 4 | 8;
  /** Consecutive weights of a row that share a scale. */
  blockSize: 16 | 32;
  /** Code that stands for the minimum itself. */
  zeroPoint: number;
  /** Whether blocks have minima other than 0. */
  hasMinima: boolean;
}

/** Weights as `MatMulNBits` takes them. */
export interface BlockCodes extends CodeLayout {
  /** [rows, blocks, blockSize · bits / 8] bytes; 4-bit codes two to a byte, the even one low. */
  codes: Uint8Array<ArrayBuffer>;
  /** [rows, blocks]; in half precision the scales of Q2_K to Q6_K would lose bits. */
  scales: Float32Array<ArrayBuffer>;
  /** [rows, blocks]; null where every block's minimum is 0. */
  minima: Float32Array<ArrayBuffer> | null;
}

/**
 * Types of up to 16 levels a block become 4-bit codes, others 8-bit ones; IQ4_NL too, whose levels
 * are not evenly spaced. Null for F32, F16 and BF16, which have no blocks.
 */
export function codeLayout(type: GgmlTypeName): CodeLayout | null {
  if (isFloatType(type)) return null;
  const { bits, scaled, hasMinima, zeroPoint } = BLOCK_LAYOUTS[type];
  return { bits, blockSize: scaled, zeroPoint, hasMinima };
}

/**
 * Repacks without loss: the codes mean exactly the weights that `dequantise` gives. Null for types
 * that have no `codeLayout`.
 */
export function blockCodes({ type, bytes }: GgufTensor): BlockCodes | null {
  const layout = codeLayout(type);
  if (!layout || isFloatType(type)) return null;
  const { bits, blockSize: scaled, hasMinima, zeroPoint } = layout;
  const elements = elementsOf(type, bytes);
  const codes = new Uint8Array((elements * bits) / 8);
  const scales = new Float32Array(elements / scaled);
  const minima = hasMinima ? new Float32Array(scales.length) : null;
  readBlocks(type, bytes, (read, first, count) => {
    const groups = count / scaled;
    scales.set(read.scales.subarray(0, groups), first / scaled);
    minima?.set(read.minima.subarray(0, groups), first / scaled);
    if (bits === 8) pack8(read.codes, codes, first, count, zeroPoint);
    else pack4(read.codes, codes, first / 2, count, zeroPoint);
  });
  return { ...layout, codes, scales, minima };
}

function pack8(
  from: Int8Array,
  codes: Uint8Array,
  to: number,
  count: number,
  zeroPoint: number,
): void {
  for (let at = 0; at < count; at++) codes[to + at] = from[at]! + zeroPoint;
}

function pack4(
  from: Int8Array,
  codes: Uint8Array,
  to: number,
  count: number,
  zeroPoint: number,
): void {
  for (let at = 0; at < count / 2; at++) {
    const low = from[2 * at]! + zeroPoint;
    codes[to + at] = low | ((from[2 * at + 1]! + zeroPoint) << 4);
  }
}

function dequantiseBlocks(
  type: BlockTypeName,
  bytes: Uint8Array,
  values: Float32Array,
): void {
  const { scaled, hasMinima } = BLOCK_LAYOUTS[type];
  const expand = hasMinima ? expandWithMinima : expandScaled;
  readBlocks(type, bytes, (read, first, count) => {
    expand(read, scaled, values, first, count);
  });
}

function expandWithMinima(
  { codes, scales, minima }: Blocks,
  scaled: number,
  values: Float32Array,
  to: number,
  count: number,
): void {
  for (let group = 0, at = 0; at < count; group++) {
    const scale = scales[group]!;
    const minimum = minima[group]!;
    const end = at + scaled;
    for (; at < end; at++) values[to + at] = scale * codes[at]! + minimum;
  }
}

/** Without minima: adding one of 0 would turn -0 into 0. */
function expandScaled(
  { codes, scales }: Blocks,
  scaled: number,
  values: Float32Array,
  to: number,
  count: number,
): void {
  for (let group = 0, at = 0; at < count; group++) {
    const scale = scales[group]!;
    const end = at + scaled;
    for (; at < end; at++) values[to + at] = scale * codes[at]!;
  }
}

function elementsOf(type: BlockTypeName, bytes: Uint8Array): number {
  return (bytes.byteLength / GGML_TYPES[type].bytes) * GGML_TYPES[type].elements;
}

/**
 * Hands all blocks on, so many at a time that what was read stays in the processor's cache:
 * `count` weights from weight `first` on.
 */
function readBlocks(
  type: BlockTypeName,
  bytes: Uint8Array,
  take: (read: Blocks, first: number, count: number) => void,
): void {
  const { read } = BLOCK_LAYOUTS[type];
  const { elements, bytes: blockBytes } = GGML_TYPES[type];
  const atOnce = AT_ONCE / elements;
  const room = emptyBlocks(type, atOnce);
  const blocks = bytes.byteLength / blockBytes;
  for (let first = 0; first < blocks; first += atOnce) {
    const count = Math.min(atOnce, blocks - first);
    for (let index = 0; index < count; index++) {
      read(bytes, (first + index) * blockBytes, room, index * elements);
    }
    take(room, first * elements, count * elements);
  }
}
