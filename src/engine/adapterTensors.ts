/** What can be said about a generated adapter: its tensors by module, checksum and norms. */
import { sha256 } from "../formats/hash";
import type { AdapterScope, AdapterSummary } from "../shared/engine";
import { randomStream } from "../shared/random";
import type { PackedAdapter, TargetModule } from "./loraLayout";

export interface ModuleTensors {
  module: TargetModule;
  layer: number;
  rank: number;
  in: number;
  out: number;
  /** `[rank, in]`, PEFT's lora_A.weight; one array for modules that share their A. */
  A: Float32Array;
  /** `[out, rank]`, PEFT's lora_B.weight. */
  B: Float32Array;
}

/** Every adapted module of every layer, layer by layer. */
export function unpackAdapter({ layout, groups }: PackedAdapter): ModuleTensors[] {
  return Array.from({ length: layout.layers }, (_, layer) =>
    layout.groups.flatMap(({ in: size, out, slots, modules }, index) => {
      const { rank, A, B } = groups[index]!;
      const R = slots * rank;
      const ofSlot = Array.from({ length: slots }, (_slot, slot) => {
        const a = new Float32Array(rank * size);
        for (let i = 0; i < size; i++) {
          const from = (layer * size + i) * R + slot * rank;
          for (let r = 0; r < rank; r++) a[r * size + i] = A[from + r]!;
        }
        return a;
      });
      return modules.map(({ module, slot, offset, out: width }) => {
        const b = new Float32Array(width * rank);
        for (let r = 0; r < rank; r++) {
          const from = (layer * R + slot * rank + r) * out + offset;
          for (let o = 0; o < width; o++) b[o * rank + r] = B[from + o]!;
        }
        return { module, layer, rank, in: size, out: width, A: ofSlot[slot]!, B: b };
      });
    }),
  ).flat();
}

/** The same modules, B zero in those that the scope leaves out; null leaves none out. */
export function restrict(
  tensors: readonly ModuleTensors[],
  scope: AdapterScope | null,
): ModuleTensors[] {
  return tensors.map((tensor) =>
    !scope || isInScope(scope, tensor)
      ? tensor
      : { ...tensor, B: new Float32Array(tensor.B.length) },
  );
}

function isInScope(scope: AdapterScope, { module, layer }: ModuleTensors): boolean {
  return (
    scope.modules.includes(module) &&
    layer >= scope.firstLayer &&
    layer <= scope.lastLayer
  );
}

/** SHA-256 over the float32 bytes of A, then B, of every module in `unpackAdapter`'s order; hex. */
export async function checksum(tensors: readonly ModuleTensors[]): Promise<string> {
  const parts = tensors.flatMap(({ A, B }) => [A, B]);
  const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    values.set(part, offset);
    offset += part.length;
  }
  return sha256(new Uint8Array(values.buffer));
}

const SKETCH_LENGTH = 8;
/** Of the sketch's values, eight signs a number; drawn at the first sketch and kept. */
let sketchSigns = new Uint8Array(0);

/**
 * Random ±1 projections of all values (fixed seed), divided by the norm of all values: two
 * adapters that differ by rounding have sketches that agree to about 1e-6, others do not.
 */
export function sketch(tensors: readonly ModuleTensors[]): number[] {
  // Values with the same eight signs are added up first: one addition a value, not eight.
  const sums = new Float64Array(2 ** SKETCH_LENGTH);
  const parts = tensors.flatMap(({ A, B }) => [A, B]);
  const signs = drawSigns(parts.reduce((sum, { length }) => sum + length, 0));
  let squares = 0;
  let place = 0;
  for (const values of parts) {
    for (const value of values) {
      sums[signs[place++]!]! += value;
      squares += value * value;
    }
  }
  const norm = Math.sqrt(squares) || 1;
  return Array.from({ length: SKETCH_LENGTH }, (_, index) => {
    const projection = sums.reduce(
      (total, sum, sign) => total + (sign & (1 << index) ? sum : -sum),
      0,
    );
    return Number((projection / norm).toPrecision(6));
  });
}

/** At least `count` of them, always the same ones. */
function drawSigns(count: number): Uint8Array {
  if (sketchSigns.length < count) {
    const random = randomStream(0x7e2c);
    sketchSigns = new Uint8Array(count);
    for (let at = 0; at < count; at++) sketchSigns[at] = random() * 2 ** SKETCH_LENGTH;
  }
  return sketchSigns;
}

/** ‖scaling · B A‖ (Frobenius) per module and layer, from the rank × rank Gram matrices. */
export function deltaNorms(
  tensors: readonly ModuleTensors[],
  scaling: number,
): AdapterSummary["norms"] {
  const known = new Map<Float32Array, Float64Array>();
  return byModule(tensors, ({ rank, A, B, in: size, out }) => {
    const left = known.get(A) ?? gram(A, rank, size, size, 1);
    known.set(A, left);
    const right = gram(B, rank, out, 1, rank);
    const sum = left.reduce((total, value, at) => total + value * right[at]!, 0);
    return scaling * Math.sqrt(Math.max(0, sum));
  });
}

/**
 * Dot products of `rank` vectors with each other, `[rank, rank]`; value i of vector r stands at
 * r · vectorStride + i · valueStride.
 */
function gram(
  values: Float32Array,
  rank: number,
  length: number,
  vectorStride: number,
  valueStride: number,
): Float64Array {
  const result = new Float64Array(rank * rank);
  for (let r = 0; r < rank; r++) {
    for (let s = r; s < rank; s++) {
      let [left, right, sum] = [r * vectorStride, s * vectorStride, 0];
      for (let i = 0; i < length; i++) {
        sum += values[left]! * values[right]!;
        left += valueStride;
        right += valueStride;
      }
      result[r * rank + s] = result[s * rank + r] = sum;
    }
  }
  return result;
}

/** What `measure` says of every tensor, by module and layer. */
export function byModule<T>(
  tensors: readonly ModuleTensors[],
  measure: (tensor: ModuleTensors) => T,
): { module: string; perLayer: T[] }[] {
  const found = new Map<string, T[]>();
  for (const tensor of tensors) {
    const perLayer = found.get(tensor.module) ?? [];
    perLayer.push(measure(tensor));
    found.set(tensor.module, perLayer);
  }
  return Array.from(found, ([module, perLayer]) => ({ module, perLayer }));
}
