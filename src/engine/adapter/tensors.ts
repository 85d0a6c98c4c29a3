/** A generated adapter's tensors by module, and their norms. */
import type { AdapterScope, AdapterSummary } from "../../shared/adapter";
import { gram } from "./gram";
import type { LoraGroup, PackedAdapter, PackedGroup, TargetModule } from "./layout";
import { isInScope } from "./scope";

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
  const ofGroups = groups.map((group, index) =>
    unpackGroup(layout.layers, layout.groups[index]!, group),
  );
  return Array.from({ length: layout.layers }, (_, layer) =>
    ofGroups.flatMap((ofLayers) => ofLayers[layer]!),
  ).flat();
}

/** The adapted modules of one group, in every layer. */
export function unpackGroup(
  layers: number,
  { in: size, out, slots, modules }: LoraGroup,
  { rank, A, B }: PackedGroup,
): ModuleTensors[][] {
  const R = slots * rank;
  return Array.from({ length: layers }, (_, layer) => {
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
  });
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

/** Results of `measure` for every tensor, by module and layer. */
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
