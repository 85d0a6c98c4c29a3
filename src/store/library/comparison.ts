/** Compares two kept adapters by what the library keeps of them. */
import { type LibraryEntry, makerSha256 } from "./entry";

export interface LibraryComparison {
  /**
   * |a/‖a‖ − b/‖b‖| over all values of A and B, 0 to 2, estimated from the sketches; null when
   * different hypernetworks wrote them, whose values are in no common order.
   */
  distance: number | null;
  /** Random projections behind `distance`. */
  projections: number;
  /** Cosine of ‖scaling · BA‖ over layers and modules; null when these differ. */
  profile: number | null;
  /** Mean of ‖scaling · BA‖ over the layers, of modules that both have. */
  sizes: { module: string; left: number; right: number }[];
}

export function compareKept(left: LibraryEntry, right: LibraryEntry): LibraryComparison {
  const { sketch } = left.adapter;
  const isSameOrder =
    makerSha256(left) === makerSha256(right) &&
    sketch.length === right.adapter.sketch.length &&
    sketch.length > 0;
  return {
    distance: isSameOrder ? Math.min(2, distanceOf(sketch, right.adapter.sketch)) : null,
    projections: sketch.length,
    profile: cosine(profileOf(left), profileOf(right)),
    sizes: left.adapter.norms.flatMap(({ module, perLayer }) => {
      const other = right.adapter.norms.find((norm) => norm.module === module);
      return other ? [{ module, left: mean(perLayer), right: mean(other.perLayer) }] : [];
    }),
  };
}

/** Each projection of a unit vector has variance 1, so their mean square is the square length. */
function distanceOf(left: readonly number[], right: readonly number[]): number {
  const squares = left.map((value, index) => (value - right[index]!) ** 2);
  return Math.sqrt(mean(squares));
}

function profileOf({ adapter }: LibraryEntry): number[] {
  return adapter.norms.flatMap(({ perLayer }) => perLayer);
}

function cosine(left: readonly number[], right: readonly number[]): number | null {
  const lengths = Math.hypot(...left) * Math.hypot(...right);
  if (left.length !== right.length || lengths === 0) return null;
  return left.reduce((sum, value, index) => sum + value * right[index]!, 0) / lengths;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
