/** Summaries of adapters whose numbers follow from their words. */
import type { AdapterSummary, Blend } from "../src/shared/adapter";

export const LAYERS = 30;

export function blendedSummary(
  id: string,
  description: string,
  blend: Blend,
): AdapterSummary {
  const inner = adapterSummary(id, [description, ...Object.values(blend)].join(" / "));
  const rank = blend.space === "weights" ? 16 : 8;
  return { ...inner, description, blend, rank };
}

/** Summary of an adapter; the same description gives the same numbers. */
export function adapterSummary(id: string, description: string): AdapterSummary {
  const seed = [...description].reduce(
    (sum, character) => (sum * 31 + character.codePointAt(0)!) % 65_521,
    7,
  );
  const wave = (layer: number, phase: number) =>
    0.2 + 0.15 * Math.sin(layer / 4 + phase + seed) + 0.004 * ((layer * 7 + seed) % 17);
  return {
    id,
    description,
    hypernetworkId: "smollm2-135m-t2l-g-sft",
    rank: 8,
    lowerRanks: [],
    alpha: 16,
    scaling: 2,
    targetModules: ["q_proj", "v_proj"],
    parameters: 460_800,
    checksum: seed.toString(16).padStart(4, "0").repeat(16),
    sketch: Array.from({ length: 16 }, (_, index) => Math.sin(seed + index)),
    norms: ["q_proj", "v_proj"].map((module, phase) => ({
      module,
      perLayer: Array.from({ length: LAYERS }, (_, layer) => wave(layer, phase * 2)),
    })),
    timings: { encodeMs: 11.6, generateMs: 61.3, uploadMs: 3.4 },
  };
}
