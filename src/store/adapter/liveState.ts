/** The live switch and the second description, as plain data. */
import type { Blend } from "../../shared/engine";

export interface LiveState {
  /** Whether the adapter is made again while the description is typed. */
  isOn: boolean;
  /** Whether the last message is asked again of each such adapter. */
  asksAgain: boolean;
}

export const LIVE_OFF: LiveState = { isOn: false, asksAgain: true };

/** What an opened second box starts with. */
export const NEW_BLEND: Blend = { description: "", position: 0.5, space: "descriptions" };

/** The blend that applies: none without a second description. */
export function effectiveBlend(blend: Blend | null): Blend | null {
  return blend && blend.description.trim() !== "" ? blend : null;
}
