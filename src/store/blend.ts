/** The second description that an adapter may be blended from. */
import type { Blend } from "../shared/adapter";

/** What an opened second box starts with. */
export const NEW_BLEND: Blend = { description: "", position: 0.5, space: "descriptions" };

/** The blend that applies: none without a second description. */
export function effectiveBlend(blend: Blend | null): Blend | null {
  return blend && blend.description.trim() !== "" ? blend : null;
}
