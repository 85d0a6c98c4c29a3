/** AdamW on the plain arrays of an adapter, with a gradient that is clipped before (as PyTorch's). */
import type { LoraGroup, PackedAdapter } from "../adapter/layout";
import type { TeachingSettings } from "../../shared/teaching";
import type { GroupGradient } from "./taughtBase";

const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-8];

/** Moments of a group's A and B, in the adapter's layout. */
export interface GroupMoments {
  A: Moments;
  B: Moments;
}

interface Moments {
  mean: Float32Array;
  square: Float32Array;
}

/** All that a lesson needs to go on, as plain data. */
export interface OptimizerState {
  /** Steps that are done. */
  steps: number;
  groups: GroupMoments[];
}

export function startOptimizer({ groups }: PackedAdapter): OptimizerState {
  const moments = ({ length }: Float32Array): Moments => ({
    mean: new Float32Array(length),
    square: new Float32Array(length),
  });
  return {
    steps: 0,
    groups: groups.map(({ A, B }) => ({ A: moments(A), B: moments(B) })),
  };
}

/**
 * Rate of a step, counted from 0: it rises over the warm-up, and then falls as a cosine
 * (training/oracles/lesson.py).
 */
export function learningRate(
  { rate, warmUp, steps }: Pick<TeachingSettings, "rate" | "warmUp" | "steps">,
  step: number,
): number {
  if (step < warmUp) return (rate * (step + 1)) / warmUp;
  return rate * 0.5 * (1 + Math.cos((Math.PI * (step - warmUp)) / (steps - warmUp)));
}

export interface Descent {
  adapter: PackedAdapter;
  state: OptimizerState;
  /** Norm of the gradient of all that is taught, before it was clipped. */
  norm: number;
}

/**
 * A step down the gradient: a new adapter, and the state after it; what was given stays as it is.
 * Values that are not taught, and those of B outside the modules' blocks, keep their bits.
 */
export function descend(
  adapter: PackedAdapter,
  gradient: readonly GroupGradient[],
  state: OptimizerState,
  settings: TeachingSettings,
): Descent {
  const stretches = taughtStretches(adapter, settings);
  const norm = gradientNorm(gradient, stretches);
  const rate = learningRate(settings, state.steps);
  const steps = state.steps + 1;
  const step: Step = {
    // As `torch.nn.utils.clip_grad_norm_`.
    factor: Math.min(1, settings.clip / (norm + 1e-6)),
    kept: 1 - rate * settings.weightDecay,
    size: rate / (1 - BETA_1 ** steps),
    correction: Math.sqrt(1 - BETA_2 ** steps),
  };
  const moments: GroupMoments[] = [];
  const groups = adapter.groups.map(({ rank, A, B }, index) => {
    const { A: ofA, B: ofB } = stretches[index]!;
    const before = state.groups[index]!;
    const [a, b] = [
      stepOf(A, gradient[index]!.A, before.A, ofA, step),
      stepOf(B, gradient[index]!.B, before.B, ofB, step),
    ];
    moments.push({ A: a.moments, B: b.moments });
    return { rank, A: a.values, B: b.values };
  });
  return {
    adapter: { layout: adapter.layout, groups },
    state: { steps, groups: moments },
    norm,
  };
}

interface Step {
  /** What the gradient is multiplied by. */
  factor: number;
  /** What weight decay leaves of a value. */
  kept: number;
  size: number;
  correction: number;
}

function stepOf(
  values: Float32Array,
  gradient: Float32Array,
  before: Moments,
  stretches: readonly Stretch[],
  { factor, kept, size, correction }: Step,
): { values: Float32Array; moments: Moments } {
  if (stretches.length === 0) return { values, moments: before };
  const after = values.slice();
  const moments = { mean: before.mean.slice(), square: before.square.slice() };
  const { mean, square } = moments;
  for (const { first, length } of stretches) {
    for (let at = first; at < first + length; at++) {
      const slope = factor * gradient[at]!;
      mean[at] = BETA_1 * mean[at]! + (1 - BETA_1) * slope;
      square[at] = BETA_2 * square[at]! + (1 - BETA_2) * slope * slope;
      const spread = Math.sqrt(square[at]!) / correction + EPSILON;
      after[at] = kept * values[at]! - (size * mean[at]!) / spread;
    }
  }
  return { values: after, moments };
}

function gradientNorm(
  gradient: readonly GroupGradient[],
  stretches: readonly GroupStretches[],
): number {
  let squares = 0;
  gradient.forEach((group, index) => {
    for (const half of ["A", "B"] as const) {
      for (const { first, length } of stretches[index]![half]) {
        for (let at = first; at < first + length; at++) squares += group[half][at]! ** 2;
      }
    }
  });
  return Math.sqrt(squares);
}

/** Values one behind the other. */
interface Stretch {
  first: number;
  length: number;
}

interface GroupStretches {
  A: Stretch[];
  B: Stretch[];
}

/** What of each group is taught; an A that modules share is taught with any of them. */
function taughtStretches(
  { layout, groups }: PackedAdapter,
  { modules, trained }: TeachingSettings,
): GroupStretches[] {
  const isTaught = ({ module }: LoraGroup["modules"][number]) =>
    modules === null || modules.includes(module);
  return layout.groups.map((group, index) => {
    const { rank } = groups[index]!;
    const { in: size, out, slots } = group;
    const R = slots * rank;
    const taught = group.modules.filter(isTaught);
    const taughtSlots = new Set(taught.map(({ slot }) => slot));
    const ofLayers = Array.from({ length: layout.layers }, (_, layer) => layer);
    const B = ofLayers.flatMap((layer) =>
      taught.flatMap(({ slot, offset, out: length }) =>
        Array.from({ length: rank }, (_, row) => ({
          first: (layer * R + slot * rank + row) * out + offset,
          length,
        })),
      ),
    );
    if (trained === "B" || taughtSlots.size === 0) return { A: [], B };
    if (taughtSlots.size === slots) {
      return { A: [{ first: 0, length: layout.layers * size * R }], B };
    }
    const lines = Array.from({ length: layout.layers * size }, (_, line) => line);
    const A = lines.flatMap((line) =>
      Array.from(taughtSlots, (slot) => ({
        first: line * R + slot * rank,
        length: rank,
      })),
    );
    return { A, B };
  });
}
