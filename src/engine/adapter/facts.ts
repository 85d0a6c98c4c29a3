/** Facts about a generated adapter, found group by group: checksum, sketch and norms. */
import { sha256 } from "../../formats/hash";
import type { AdapterSummary } from "../../shared/adapter";
import { randomStream } from "../../shared/random";
import { deltaNorms, unpackGroup, type ModuleTensors } from "./tensors";
import type { LoraGroup, PackedAdapter, PackedGroup } from "./layout";

export type AdapterFacts = Pick<AdapterSummary, "checksum" | "sketch" | "norms">;

interface GroupFacts {
  /** SHA-256 over the float32 bytes of A (once where modules share it), then B, of every module. */
  digest: string;
  /** Sums of the values with the same eight signs. */
  sums: Float64Array;
  squares: number;
  /** ‖B A‖ */
  norms: AdapterSummary["norms"];
}

/** All adapters of a gist have groups in common (gist.ts): what is found of one is kept. */
const known = new WeakMap<PackedGroup, Promise<GroupFacts>>();

/**
 * - checksum: SHA-256 of the groups' digests; hex
 * - sketch: random ±1 projections of all values (fixed seed), divided by the norm of all values:
 *   two adapters that differ by rounding have sketches that agree to about 1e-6, others do not
 * - norms: ‖scaling · B A‖ (Frobenius) per module and layer
 */
export async function adapterFacts(
  { layout, groups }: PackedAdapter,
  scaling: number,
): Promise<AdapterFacts> {
  const facts = await Promise.all(
    groups.map((group, index) => {
      const found =
        known.get(group) ?? groupFacts(layout.layers, layout.groups[index]!, group);
      known.set(group, found);
      return found;
    }),
  );
  const digests = new TextEncoder().encode(facts.map(({ digest }) => digest).join());
  return {
    checksum: await sha256(digests),
    sketch: sketch(facts),
    norms: facts.flatMap(({ norms }) =>
      norms.map(({ module, perLayer }) => ({
        module,
        perLayer: perLayer.map((norm) => scaling * norm),
      })),
    ),
  };
}

async function groupFacts(
  layers: number,
  layout: LoraGroup,
  group: PackedGroup,
): Promise<GroupFacts> {
  const tensors = unpackGroup(layers, layout, group).flat();
  const values = distinctValues(tensors);
  return {
    ...sumsBySigns(values),
    norms: deltaNorms(tensors, 1),
    digest: await sha256(new Uint8Array(values.buffer)),
  };
}

/** A (once where modules share it), then B, of every module. */
function distinctValues(tensors: readonly ModuleTensors[]): Float32Array<ArrayBuffer> {
  const parts = new Set(tensors.flatMap(({ A, B }) => [A, B]));
  const length = [...parts].reduce((sum, part) => sum + part.length, 0);
  const values = new Float32Array(length);
  let offset = 0;
  for (const part of parts) {
    values.set(part, offset);
    offset += part.length;
  }
  return values;
}

const SKETCH_LENGTH = 8;
/** Eight signs for each value of a group, in one number; drawn at the first sketch and kept. */
let sketchSigns = new Uint8Array(0);

function sketch(facts: readonly GroupFacts[]): number[] {
  const norm = Math.sqrt(facts.reduce((sum, { squares }) => sum + squares, 0)) || 1;
  return Array.from({ length: SKETCH_LENGTH }, (_, index) => {
    const projection = facts.reduce(
      (total, { sums }) =>
        sums.reduce(
          (partial, sum, sign) => partial + (sign & (1 << index) ? sum : -sum),
          total,
        ),
      0,
    );
    return Number((projection / norm).toPrecision(6));
  });
}

/** Values with the same eight signs are added up first: one addition a value, not eight. */
function sumsBySigns(values: Float32Array): { sums: Float64Array; squares: number } {
  const sums = new Float64Array(2 ** SKETCH_LENGTH);
  const signs = drawSigns(values.length);
  let squares = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    sums[signs[at]!]! += value;
    squares += value * value;
  }
  return { sums, squares };
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
