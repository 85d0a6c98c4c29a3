/** The second description that an adapter may be blended from. */
import { isBlank } from "../shared/text/characters";
import type { Blend } from "../shared/adapter";

/** Content of a second box when it opens. */
export const NEW_BLEND: Blend = { description: "", position: 0.5, space: "descriptions" };

/** The blend that applies: none without a second description. */
export function effectiveBlend(blend: Blend | null): Blend | null {
  return blend && !isBlank(blend.description) ? blend : null;
}
