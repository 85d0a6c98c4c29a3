/** A taught adapter, and what its lesson needs to go on, as one safetensors file. */
import {
  floatTensor,
  readSafetensors,
  writeSafetensors,
} from "../../formats/safetensors";
import type { AdapterSummary, SavedAdapter } from "../../shared/adapter";
import {
  type LoraLayout,
  loraLayout,
  type PackedAdapter,
  type PackedGroup,
  type ProjectionSizes,
} from "../adapter/layout";
import { sourceOf } from "../adapter/summaryParts";
import type { Reached } from "./lesson";
import type { GroupMoments } from "./optimizer";

export interface Saved {
  adapter: PackedAdapter;
  /** The adapter that the lesson goes on from; null where it is that one. */
  last: PackedAdapter | null;
  /** Null where it was left out. */
  moments: GroupMoments[] | null;
}

const HALVES = ["A", "B"] as const;
const MOMENTS = ["mean", "square"] as const;
const LAST = "last";

/** A finished adapter as it is kept; how its lesson goes on is left out. */
export function savedAdapter(
  summary: AdapterSummary,
  packed: PackedAdapter,
): SavedAdapter {
  const { hypernetworkId, scaling } = summary;
  return {
    hypernetworkId,
    ...sourceOf(summary),
    scaling,
    layout: layoutFields(packed.layout),
    bytes: writeSaved(packed, null),
  };
}

/** Target modules and sharing, which make the layout again from the sizes of its base model. */
export function layoutFields({
  groups,
}: LoraLayout): NonNullable<SavedAdapter["layout"]> {
  const modules = groups.flatMap((group) => group.modules.map(({ module }) => module));
  const sharesA = groups.some((group) => group.slots < group.modules.length);
  return { modules, sharesA };
}

/** The layout that `bytes` is in, for a base model with these sizes. */
export function layoutOfSaved(
  fields: SavedAdapter["layout"],
  projections: ProjectionSizes,
  loaded: LoraLayout,
): LoraLayout {
  if (!fields) return loaded;
  return loraLayout(loaded.layers, projections, fields.modules, fields.sharesA);
}

export function writeSaved(
  adapter: PackedAdapter,
  last: Reached | null,
): Uint8Array<ArrayBuffer> {
  const { layout, groups } = adapter;
  // The lesson may have gone on beyond what it keeps.
  const beyond = last && last.adapter !== adapter ? last.adapter.groups : null;
  return writeSafetensors(
    layout.groups.flatMap(({ group }, index) =>
      HALVES.flatMap((half) => {
        const shape = shapesOf(layout, index, groups[index]!.rank)[half];
        const moments = last?.optimizer.groups[index]![half];
        const name = `${group}.${half}`;
        return [
          { name, shape, values: groups[index]![half] },
          ...(beyond
            ? [{ name: `${name}.${LAST}`, shape, values: beyond[index]![half] }]
            : []),
          ...(moments
            ? MOMENTS.map((moment) => ({
                name: `${name}.${moment}`,
                shape,
                values: moments[moment],
              }))
            : []),
        ];
      }),
    ),
  );
}

/** Throws "bad-file" where it holds other modules or sizes than the layout. */
export function readSaved(bytes: Uint8Array, layout: LoraLayout): Saved {
  const tensors = readSafetensors(bytes);
  const moments: GroupMoments[] = [];
  const beyond: PackedGroup[] = [];
  const groups = layout.groups.map(({ group, slots }, index): PackedGroup => {
    const columns = tensors.get(`${group}.A`)?.shape.at(-1) ?? 0;
    const rank = Math.floor(columns / slots);
    const shapes = shapesOf(layout, index, rank);
    const read = (half: "A" | "B", moment?: string) =>
      floatTensor(tensors, [group, half, moment].filter(Boolean).join("."), shapes[half]);
    if (tensors.has(`${group}.A.mean`)) {
      const ofHalf = (half: "A" | "B") => ({
        mean: read(half, "mean"),
        square: read(half, "square"),
      });
      moments.push({ A: ofHalf("A"), B: ofHalf("B") });
    }
    if (tensors.has(`${group}.A.${LAST}`)) {
      beyond.push({ rank, A: read("A", LAST), B: read("B", LAST) });
    }
    return { rank, A: read("A"), B: read("B") };
  });
  const isWhole = (of: readonly unknown[]) => of.length === groups.length;
  return {
    adapter: { layout, groups },
    last: isWhole(beyond) ? { layout, groups: beyond } : null,
    moments: isWhole(moments) ? moments : null,
  };
}

function shapesOf({ layers, groups }: LoraLayout, index: number, rank: number) {
  const { in: size, out, slots } = groups[index]!;
  return { A: [layers, size, slots * rank], B: [layers, slots * rank, out] };
}
