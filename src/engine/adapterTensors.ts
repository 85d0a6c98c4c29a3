/** What can be said about a generated adapter: its tensors by module, checksum and norms. */
import { sha256 } from "../formats/hash";
import type { AdapterScope, AdapterSummary } from "../shared/engine";
import { randomStream } from "../shared/random";
import type { PackedAdapter, TargetModule } from "./loraLayout";

export interface ModuleTensors {
  module: TargetModule;
  layer: number;
  in: number;
  out: number;
  /** `[rank, in]`, PEFT's lora_A.weight. */
  A: Float32Array;
  /** `[out, rank]`, PEFT's lora_B.weight. */
  B: Float32Array;
}

/** Every adapted module of every layer, layer by layer. */
export function unpackAdapter({ layout, rank, groups }: PackedAdapter): ModuleTensors[] {
  return Array.from({ length: layout.layers }, (_, layer) =>
    layout.groups.flatMap(({ in: size, out, slots, modules }, index) => {
      const R = slots * rank;
      const { A, B } = groups[index]!;
      return modules.map(({ module, slot, offset, out: width }) => {
        const a = new Float32Array(rank * size);
        const b = new Float32Array(width * rank);
        for (let r = 0; r < rank; r++) {
          const column = slot * rank + r;
          for (let i = 0; i < size; i++) {
            a[r * size + i] = A[(layer * size + i) * R + column]!;
          }
          for (let o = 0; o < width; o++) {
            b[o * rank + r] = B[(layer * R + column) * out + offset + o]!;
          }
        }
        return { module, layer, in: size, out: width, A: a, B: b };
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

/**
 * Random ±1 projections of all values (fixed seed), divided by the norm of all values: two
 * adapters that differ by rounding have sketches that agree to about 1e-6, others do not.
 */
export function sketch(tensors: readonly ModuleTensors[]): number[] {
  const random = randomStream(0x7e2c);
  // Values with the same eight signs are added up first: one addition a value, not eight.
  const sums = new Float64Array(2 ** SKETCH_LENGTH);
  let squares = 0;
  for (const { A, B } of tensors) {
    for (const values of [A, B]) {
      for (const value of values) {
        sums[Math.floor(random() * sums.length)]! += value;
        squares += value * value;
      }
    }
  }
  const norm = Math.sqrt(squares) || 1;
  return Array.from({ length: SKETCH_LENGTH }, (_, index) => {
    const projection = sums.reduce(
      (total, sum, signs) => total + (signs & (1 << index) ? sum : -sum),
      0,
    );
    return Number((projection / norm).toPrecision(6));
  });
}

/** ‖scaling · B A‖ (Frobenius) per module and layer, from the rank × rank Gram matrices. */
export function deltaNorms(
  tensors: readonly ModuleTensors[],
  rank: number,
  scaling: number,
): AdapterSummary["norms"] {
  return byModule(tensors, ({ A, B, in: size, out }) => {
    let sum = 0;
    for (let r = 0; r < rank; r++) {
      for (let s = 0; s < rank; s++) {
        let left = 0;
        let right = 0;
        for (let i = 0; i < size; i++) left += A[r * size + i]! * A[s * size + i]!;
        for (let o = 0; o < out; o++) right += B[o * rank + r]! * B[o * rank + s]!;
        sum += left * right;
      }
    }
    return scaling * Math.sqrt(Math.max(0, sum));
  });
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
