/** How the LoRA tensors of a model are laid out as graph inputs: one A and one B a group. */

export const TARGET_MODULES = [
  "q_proj",
  "k_proj",
  "v_proj",
  "o_proj",
  "gate_proj",
  "up_proj",
  "down_proj",
] as const;

export type TargetModule = (typeof TARGET_MODULES)[number];

/**
 * Projections that read the same activation are one matrix in the graph, so their LoRA is
 * one A and one B: A holds the modules' A side by side, B is block diagonal. Modules that share
 * an A have it there once, and their B beside each other in the same rows.
 */
export const PROJECTION_GROUPS = {
  attention_input: ["q_proj", "k_proj", "v_proj"],
  attention_output: ["o_proj"],
  feed_forward_input: ["gate_proj", "up_proj"],
  feed_forward_output: ["down_proj"],
} as const satisfies Record<string, readonly TargetModule[]>;

export type ProjectionGroup = keyof typeof PROJECTION_GROUPS;

/** Sizes of every projection of one layer; all layers are alike. */
export type ProjectionSizes = Record<TargetModule, { in: number; out: number }>;

/** One group that carries LoRA, and where each target module sits in it. */
export interface LoraGroup {
  group: ProjectionGroup;
  in: number;
  /** Outputs of all projections of the group together, adapted or not. */
  out: number;
  /** How many A lie side by side: one a module, or a single one that all share. */
  slots: number;
  /** `slot` says which A a module reads (columns slot·rank), `offset` the output columns of B. */
  modules: { module: TargetModule; slot: number; offset: number; out: number }[];
}

export interface LoraLayout {
  layers: number;
  groups: LoraGroup[];
}

/**
 * The layout for the given target modules, in the graph's order whatever order they come in;
 * `sharesA` when the modules of a group have one A.
 */
export function loraLayout(
  layers: number,
  sizes: ProjectionSizes,
  targetModules: readonly string[],
  sharesA = false,
): LoraLayout {
  const groups: LoraGroup[] = [];
  for (const [group, members] of Object.entries(PROJECTION_GROUPS)) {
    const modules: LoraGroup["modules"] = [];
    let offset = 0;
    for (const module of members) {
      const { out } = sizes[module];
      if (targetModules.includes(module)) {
        modules.push({ module, slot: sharesA ? 0 : modules.length, offset, out });
      }
      offset += out;
    }
    if (modules.length === 0) continue;
    groups.push({
      group: group as ProjectionGroup,
      in: sizes[members[0]!].in,
      out: offset,
      slots: sharesA ? 1 : modules.length,
      modules,
    });
  }
  return { layers, groups };
}

/** Graph input of a layer's A, `[batch, in, slots·rank]`, or `[1, …]` for all rows. */
export function inputA(layer: number, group: ProjectionGroup): string {
  return `lora.${layer}.${group}.A`;
}

/** Graph input of a layer's B, `[batch, slots·rank, out]`, or `[1, …]` for all rows. */
export function inputB(layer: number, group: ProjectionGroup): string {
  return `lora.${layer}.${group}.B`;
}

/** Factor of every LoRA delta of a row: scaling × strength, `[batch, 1, 1]`. */
export const INPUT_SCALE = "lora.scale";

/** One group's part of an adapter. */
export interface PackedGroup {
  /** Rank of every module of the group. */
  rank: number;
  /** `[layers, in, slots·rank]` */
  A: Float32Array;
  /** `[layers, slots·rank, out]`, zero outside each module's block. */
  B: Float32Array;
}

/** An adapter in graph layout, on the CPU. */
export interface PackedAdapter {
  layout: LoraLayout;
  /** Same order as `layout.groups`. */
  groups: PackedGroup[];
}
