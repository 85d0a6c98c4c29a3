/** Equality of what adapters are made of. */
import type { Blend } from "./engine";

/** Whether both mix in the same; null is nothing mixed in. */
export function isSameBlend(left: Blend | null, right: Blend | null): boolean {
  if (!left || !right) return left === right;
  return (
    left.description === right.description &&
    left.position === right.position &&
    left.space === right.space
  );
}
