/**
 * ggml's block formats: to float32 for WebAssembly, to ONNX `MatMulNBits` codes for WebGPU.
 * A block is 32 consecutive weights of a row. Layouts: ggml-common.h of llama.cpp.
 */
import { AppError } from "../shared/errors";
import { float16ToFloat32, float16ToNumber } from "./float16";
import { READABLE_TYPES, type GgufTensor } from "./gguf";

export const BLOCK_SIZE = 32;

/** A GGUF tensor as float32, row-major. */
export function dequantise(tensor: GgufTensor): Float32Array<ArrayBuffer> {
  const { bytes } = tensor;
  switch (tensor.type) {
    case "F32":
      return new Float32Array(new Uint8Array(bytes).buffer);
    case "F16":
      return float16ToFloat32(bytes);
    case "Q8_0":
      return expandBlocks(bytes, 34, (block, at, values, to) => {
        const scale = half(block, at);
        for (let index = 0; index < BLOCK_SIZE; index++) {
          values[to + index] = scale * ((block[at + 2 + index]! << 24) >> 24);
        }
      });
    case "Q4_0":
      return expandBlocks(bytes, 18, (block, at, values, to) => {
        expandNibbles(block, at + 2, values, to, half(block, at), -8 * half(block, at));
      });
    case "Q4_1":
      return expandBlocks(bytes, 20, (block, at, values, to) => {
        expandNibbles(block, at + 4, values, to, half(block, at), half(block, at + 2));
      });
    default:
      throw unsupported(tensor);
  }
}

/** Weights as `MatMulNBits` takes them, block size 32; w = scale · (code − zero point) + minimum. */
export interface BlockCodes {
  bits: 4 | 8;
  /** [rows, blocks, 16 or 32] bytes; 4-bit codes two to a byte, the even one low. */
  codes: Uint8Array;
  /** [rows, blocks] */
  scales: Float32Array<ArrayBuffer>;
  /** Code that stands for the minimum itself. */
  zeroPoint: number;
  /** [rows, blocks]; null where every block's minimum is 0. */
  minima: Float32Array<ArrayBuffer> | null;
}

/** Repacks without loss: Q4_1 and Q4_0 to 4-bit codes, Q8_0 to 8-bit ones; null for other types. */
export function blockCodes(tensor: GgufTensor): BlockCodes | null {
  const { bytes } = tensor;
  switch (tensor.type) {
    case "Q8_0": {
      const { codes, scales } = split(bytes, 34, 32);
      for (let at = 0; at < codes.length; at++) codes[at] = codes[at]! ^ 0x80;
      return { bits: 8, codes, scales, zeroPoint: 128, minima: null };
    }
    case "Q4_0": {
      const { codes, scales } = split(bytes, 18, 16);
      interleaveNibbles(codes);
      return { bits: 4, codes, scales, zeroPoint: 8, minima: null };
    }
    case "Q4_1": {
      const { codes, scales } = split(bytes, 20, 16);
      interleaveNibbles(codes);
      const minima = new Float32Array(scales.length);
      minima.forEach((_, block) => (minima[block] = half(bytes, block * 20 + 2)));
      return { bits: 4, codes, scales, zeroPoint: 0, minima };
    }
    default:
      return null;
  }
}

function unsupported(tensor: GgufTensor): AppError {
  const { name, type } = tensor;
  return new AppError({
    code: "unsupported-model",
    fault: { kind: "tensor-type", tensor: name, type, readable: READABLE_TYPES },
  });
}

function half(bytes: Uint8Array, at: number): number {
  return float16ToNumber(bytes[at]! | (bytes[at + 1]! << 8));
}

type ExpandBlock = (
  bytes: Uint8Array,
  at: number,
  values: Float32Array,
  to: number,
) => void;

function expandBlocks(
  bytes: Uint8Array,
  blockBytes: number,
  expand: ExpandBlock,
): Float32Array<ArrayBuffer> {
  const blocks = bytes.byteLength / blockBytes;
  const values = new Float32Array(blocks * BLOCK_SIZE);
  for (let block = 0; block < blocks; block++) {
    expand(bytes, block * blockBytes, values, block * BLOCK_SIZE);
  }
  return values;
}

/** Low nibbles are the block's first 16 weights, high nibbles the last 16. */
function expandNibbles(
  bytes: Uint8Array,
  at: number,
  values: Float32Array,
  to: number,
  scale: number,
  minimum: number,
): void {
  for (let index = 0; index < 16; index++) {
    const byte = bytes[at + index]!;
    values[to + index] = scale * (byte & 15) + minimum;
    values[to + 16 + index] = scale * (byte >> 4) + minimum;
  }
}

/** Each block's scale, and its last `codeBytes` bytes, all blocks one after another. */
function split(bytes: Uint8Array, blockBytes: number, codeBytes: number) {
  const blocks = bytes.byteLength / blockBytes;
  const codes = new Uint8Array(blocks * codeBytes);
  const scales = new Float32Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const end = (block + 1) * blockBytes;
    codes.set(bytes.subarray(end - codeBytes, end), block * codeBytes);
    scales[block] = half(bytes, block * blockBytes);
  }
  return { codes, scales };
}

/** ggml pairs weight i with i + 16 in a byte; `MatMulNBits` pairs 2i with 2i + 1. */
function interleaveNibbles(codes: Uint8Array): void {
  const weights = new Uint8Array(BLOCK_SIZE);
  for (let at = 0; at < codes.length; at += 16) {
    for (let index = 0; index < 16; index++) {
      weights[index] = codes[at + index]! & 15;
      weights[index + 16] = codes[at + index]! >> 4;
    }
    for (let index = 0; index < 16; index++) {
      codes[at + index] = weights[2 * index]! | (weights[2 * index + 1]! << 4);
    }
  }
}
