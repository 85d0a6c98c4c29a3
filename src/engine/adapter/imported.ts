/** Adapters from elsewhere in the layout of the graph, exactly. */
import type { AdapterModule } from "../../formats/lora/adapter";
import { type AdapterFault, AppError } from "../../shared/errors";
import { unpackAdapter } from "./tensors";
import type {
  LoraGroup,
  LoraLayout,
  PackedAdapter,
  PackedGroup,
  ProjectionSizes,
} from "./layout";

/** The base model that an adapter has to fit. */
export interface ImportTarget {
  layout: LoraLayout;
  projections: ProjectionSizes;
  /** Label of the base model, for the refusal. */
  base: string;
}

/**
 * Scaling times BA is what it was in the files, where the scaling is in B. Ranks are padded with
 * zeros, or laid behind one another where modules share an A; modules that the adapter lacks get
 * a zero B. Throws "bad-adapter" where shapes differ.
 */
export function packImported(
  modules: readonly AdapterModule[],
  target: ImportTarget,
  scaling: number,
): PackedAdapter {
  const { layout } = target;
  checkShapes(modules, target);
  checkModules(modules, layout);
  checkRoom(modules, layout);
  const places = new Map(modules.map((part) => [`${part.layer} ${part.module}`, part]));
  const groups = layout.groups.map((group) => {
    const layers = Array.from({ length: layout.layers }, (_, layer) =>
      group.modules.map(({ module }) => places.get(`${layer} ${module}`) ?? null),
    );
    return packGroup(group, layers, scaling);
  });
  return { layout, groups };
}

/**
 * The adapter as another graph reads it, with the same products; itself where that has its layout.
 * Throws "bad-adapter" where the graph has no LoRA for one of its modules.
 */
export function inLayout(packed: PackedAdapter, target: ImportTarget): PackedAdapter {
  if (isSameLayout(packed.layout, target.layout)) return packed;
  const used = adaptedModules(packed);
  const modules = unpackAdapter(packed).filter(({ module }) => used.includes(module));
  return packImported(modules, target, 1);
}

/** The modules with a B that is not zero everywhere; all of them where none has. */
export function adaptedModules(packed: PackedAdapter): string[] {
  const tensors = unpackAdapter(packed);
  const all = new Set<string>(tensors.map(({ module }) => module));
  const found = [...all].filter((name) =>
    tensors.some(({ module, B }) => module === name && B.some((value) => value !== 0)),
  );
  return found.length > 0 ? found : [...all];
}

function isSameLayout(left: LoraLayout, right: LoraLayout): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function checkShapes(
  modules: readonly AdapterModule[],
  { layout, projections, base }: ImportTarget,
): void {
  const halves = modules.flatMap(({ module, layer, rank, in: size, out }) => {
    const own = projections[module as keyof ProjectionSizes];
    const name = `layers.${layer}.${module}.lora_`;
    const isLayer = layer < layout.layers;
    return [
      { name: `${name}A`, shape: [rank, size], expected: [rank, own.in], isLayer },
      { name: `${name}B`, shape: [out, rank], expected: [own.out, rank], isLayer },
    ];
  });
  const misfits = halves.filter(
    ({ shape, expected, isLayer }) => !isLayer || shape.join() !== expected.join(),
  );
  const first = misfits[0];
  if (!first) return;
  refuse({
    kind: "other-shapes",
    base,
    fits: halves.length - misfits.length,
    count: halves.length,
    tensor: first.name,
    shape: first.shape.join(" × "),
    expected: first.isLayer ? first.expected.join(" × ") : `0 – ${layout.layers - 1}`,
  });
}

function checkModules(modules: readonly AdapterModule[], { groups }: LoraLayout): void {
  const possible = groups.flatMap((group) =>
    group.modules.map(({ module }): string => module),
  );
  const others = new Set(
    modules.map(({ module }) => module).filter((module) => !possible.includes(module)),
  );
  if (others.size === 0) return;
  const lists = { modules: [...others].join(", "), possible: possible.join(", ") };
  refuse({ kind: "other-modules", ...lists });
}

/** Bytes that zeros may fill beyond what the adapter itself has, and its multiple. */
const MOST_ZEROS = 48 * 2 ** 20;
const MOST_TIMES = 8;

/** One module of a high rank needs that rank in every layer. */
function checkRoom(
  modules: readonly AdapterModule[],
  { layers, groups }: LoraLayout,
): void {
  const given = modules.reduce((sum, { A, B }) => sum + A.byteLength + B.byteLength, 0);
  const needed = groups.reduce((sum, { in: size, out, slots, modules: members }) => {
    const ranks = modules
      .filter(({ module }) => members.some((member) => member.module === module))
      .map(({ rank }) => rank);
    return sum + 4 * layers * slots * Math.max(1, ...ranks) * (size + out);
  }, 0);
  if (needed > MOST_TIMES * given + MOST_ZEROS) {
    refuse({ kind: "uneven-ranks", needed, most: MOST_TIMES * given + MOST_ZEROS });
  }
}

function refuse(fault: AdapterFault): never {
  throw new AppError({ code: "bad-adapter", fault });
}

type Layer = readonly (AdapterModule | null)[];

/** `layers` has the group's modules in its order, null where the adapter lacks one. */
function packGroup(
  { in: size, out, slots, modules }: LoraGroup,
  layers: readonly Layer[],
  scaling: number,
): PackedGroup {
  const starts = layers.map((layer) => startsOf(layer, slots, modules.length));
  const rank = Math.max(1, ...starts.map(({ rank: own }) => own));
  const R = slots * rank;
  const A = new Float32Array(layers.length * size * R);
  const B = new Float32Array(layers.length * R * out);
  layers.forEach((layer, index) => {
    layer.forEach((part, place) => {
      if (!part) return;
      const { slot, offset } = modules[place]!;
      const first = slot * rank + starts[index]!.starts[place]!;
      for (let r = 0; r < part.rank; r++) {
        for (let i = 0; i < size; i++) {
          A[(index * size + i) * R + first + r] = part.A[r * size + i]!;
        }
        const row = (index * R + first + r) * out + offset;
        for (let o = 0; o < part.out; o++) {
          B[row + o] = part.B[o * part.rank + r]! / scaling;
        }
      }
    });
  });
  return { rank, A, B };
}

/** Column in its slot where each module's A begins, and the rank that all need together. */
function startsOf(
  layer: Layer,
  slots: number,
  count: number,
): { starts: number[]; rank: number } {
  const ranks = layer.map((part) => part?.rank ?? 0);
  const together = { starts: layer.map(() => 0), rank: Math.max(...ranks) };
  if (slots === count || haveSameA(layer)) return together;
  let rank = 0;
  const starts = ranks.map((own) => {
    rank += own;
    return rank - own;
  });
  return { starts, rank };
}

function haveSameA(layer: Layer): boolean {
  const parts = layer.filter((part) => part !== null);
  const [first, ...others] = parts;
  return others.every(
    ({ A }) =>
      A.length === first!.A.length && A.every((value, at) => value === first!.A[at]),
  );
}
