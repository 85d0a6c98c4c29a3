/** Tells whether two adapters are the same numbers up to another device's rounding. */

/** Relative distance allowed; a paraphrase of the description is already 5 % away. */
const TOLERANCE = 0.01;

export function compareSketches(
  linked: readonly number[],
  ours: readonly number[],
): "same-up-to-rounding" | "different" {
  if (linked.length !== ours.length || ours.length === 0) return "different";
  const distance = Math.hypot(...linked.map((value, index) => value - ours[index]!));
  return distance <= TOLERANCE * Math.hypot(...ours)
    ? "same-up-to-rounding"
    : "different";
}
