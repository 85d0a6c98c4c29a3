/** Two adapters in one; how two descriptions become one is the kind's own (kind.ts). */
import { AppError } from "../../shared/errors";
import type { PackedAdapter } from "../adapter/layout";

/** (1 − position) · first + position · second */
export function interpolate(
  first: Float32Array,
  second: Float32Array,
  position: number,
): Float32Array {
  return first.map((value, at) => (1 - position) * value + position * second[at]!);
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
  return weightedSum(first, second, [1 - position, position]);
}

/**
 * The same of two adapters whose BA have these scalings; the sum has that of the first. Both in one
 * layout.
 */
export function addLater(
  first: PackedAdapter,
  second: PackedAdapter,
  position: number,
  [ofFirst, ofSecond]: readonly [number, number],
): PackedAdapter {
  return weightedSum(first, second, [1 - position, (position * ofSecond) / ofFirst]);
}

/** w₁ B₁A₁ + w₂ B₂A₂, exactly, as above. */
export function weightedSum(
  first: PackedAdapter,
  second: PackedAdapter,
  [w1, w2]: readonly [number, number],
): PackedAdapter {
  const { layout } = first;
  const groups = layout.groups.map(({ in: size, out, slots }, index) => {
    const [one, two] = [first.groups[index]!, second.groups[index]!];
    if (one === two && w1 + w2 === 1) return one;
    if (one.A === two.A) {
      return { ...one, B: one.B.map((value, at) => w1 * value + w2 * two.B[at]!) };
    }
    const rank = one.rank + two.rank;
    const A = new Float32Array(layout.layers * size * slots * rank);
    const B = new Float32Array(layout.layers * slots * rank * out);
    let before = 0;
    for (const [from, weight] of [
      [one, w1],
      [two, w2],
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
  throw new AppError({ code: "bad-input", fault: { kind: "blend-position" } });
}
