/** Compares what adapters do to the weights: cosines between their BA, through short sketches. */
import { randomStream } from "../../shared/random";
import type { ModuleTensors } from "./tensors";

/**
 * Columns of random ±1 that every BA is multiplied with. Over the 60 modules of the shipped
 * adapters, cosines of sketches differ from exact ones by about 0.01 at most.
 */
const COLUMNS = 16;

/**
 * BA · X of every module, one after another, for a fixed random X `[in, COLUMNS]`
 * (Johnson and Lindenstrauss 1984). Linear in BA: the mean of sketches is the sketch of the
 * mean, which A and B themselves do not allow.
 */
export function deltaSketch(tensors: readonly ModuleTensors[]): Float32Array {
  const length = tensors.reduce((sum, { out }) => sum + out * COLUMNS, 0);
  const result = new Float32Array(length);
  const signs = new Map<number, Float32Array>();
  let offset = 0;
  for (const { rank, A, B, in: size, out } of tensors) {
    const X = signs.get(size) ?? randomSigns(size);
    signs.set(size, X);
    const inner = product(A, X, rank, size);
    result.set(product(B, inner, out, rank), offset);
    offset += out * COLUMNS;
  }
  return result;
}

export function cosine(left: Float32Array, right: Float32Array): number {
  const norms = Math.sqrt(dot(left, left) * dot(right, right));
  return norms === 0 ? 0 : dot(left, right) / norms;
}

/**
 * The mean of the sketches, and each one's cosine to the mean of the others: to a mean that
 * held it too, every one would look closer than a newcomer can be.
 */
export function meanSketch(sketches: readonly Float32Array[]): {
  mean: Float32Array;
  cosines: number[];
} {
  const count = sketches.length;
  const sum = new Float32Array(sketches[0]!.length);
  for (const sketch of sketches) {
    for (let index = 0; index < sum.length; index++) sum[index]! += sketch[index]!;
  }
  const cosines = sketches.map((sketch) =>
    cosine(
      sketch,
      sum.map((value, index) => value - sketch[index]!),
    ),
  );
  return { mean: sum.map((value) => value / count), cosines };
}

/** left `[rows, inner]` × right `[inner, COLUMNS]`. */
function product(
  left: Float32Array,
  right: Float32Array,
  rows: number,
  size: number,
): Float32Array {
  const result = new Float32Array(rows * COLUMNS);
  for (let row = 0; row < rows; row++) {
    const target = row * COLUMNS;
    for (let index = 0; index < size; index++) {
      const factor = left[row * size + index]!;
      const source = index * COLUMNS;
      for (let column = 0; column < COLUMNS; column++) {
        result[target + column]! += factor * right[source + column]!;
      }
    }
  }
  return result;
}

function randomSigns(size: number): Float32Array {
  const random = randomStream(size);
  return Float32Array.from({ length: size * COLUMNS }, () => (random() < 0.5 ? -1 : 1));
}

export function dot(left: Float32Array, right: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += left[index]! * right[index]!;
  return sum;
}
