/** Ranks, counts and words of an adapter's summary. */
import type { AdapterSummary, Blend } from "../../shared/adapter";
import type { PackedAdapter } from "./layout";

/** Those of these modules whose rank is not the `largest`. */
export function lowerRanks(
  { layout, groups }: PackedAdapter,
  largest: number,
  targetModules: readonly string[],
): AdapterSummary["lowerRanks"] {
  return layout.groups.flatMap(({ modules }, index) => {
    const { rank } = groups[index]!;
    const own = modules.filter(({ module }) => targetModules.includes(module));
    return rank < largest ? own.map(({ module }) => ({ module, rank })) : [];
  });
}

/** Number of values in A and B of these modules, an A that modules share counted for each. */
export function parameterCount(
  { layout, groups }: PackedAdapter,
  targetModules: readonly string[],
): number {
  return layout.groups.reduce((sum, { in: size, modules }, index) => {
    const ofModules = modules
      .filter(({ module }) => targetModules.includes(module))
      .reduce((total, { out }) => total + size + out, 0);
    return sum + layout.layers * groups[index]!.rank * ofModules;
  }, 0);
}

/** Largest rank of its modules; the others may have a lower one (gist.ts). */
export function largestRank({ groups }: PackedAdapter): number {
  return Math.max(...groups.map(({ rank }) => rank));
}

/** Words, examples or files that an adapter was made from. */
export type AdapterSource = Pick<
  AdapterSummary,
  "description" | "lengths" | "taughtOn" | "lesson" | "imported" | "blendedWith"
> & {
  blend: Blend | null;
};

/** The source of an adapter, with nothing absent but what was mixed in later. */
export function sourceOf(
  summary: AdapterSummary,
): Required<Omit<AdapterSource, "blendedWith">> & Pick<AdapterSource, "blendedWith"> {
  const { description, blend, lengths, taughtOn, lesson, imported, blendedWith } =
    summary;
  return {
    description,
    blend: blend ?? null,
    lengths: lengths ?? [],
    taughtOn: taughtOn ?? [],
    lesson: lesson ?? null,
    imported: imported ?? null,
    ...(blendedWith && { blendedWith }),
  };
}

/** Descriptions and lesson of an adapter, as the exported README names them. */
export function describe({
  description,
  blend,
  lesson,
  blendedWith = [],
}: AdapterSummary): string {
  const parts = [description];
  if (blend) {
    const share = Math.round(100 * blend.position);
    parts.push(`blended (${blend.space}, ${share} %) with`, blend.description);
  }
  if (lesson) {
    const { examples, keptStep } = lesson;
    parts.push(`taught with ${examples.length} examples in ${keptStep} steps`);
  }
  for (const later of blendedWith) {
    const share = Math.round(100 * later.position);
    parts.push(`mixed by weights (${share} %) with the adapter of`, later.description);
  }
  return parts.filter(Boolean).join("\n\n");
}
