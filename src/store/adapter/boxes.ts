/** The boxes that a click fills: what was typed in them before can be put back. */
import { isBlank } from "../../shared/text/characters";
import type { AppState } from "../state";

/** The boxes whose texts are replaced in one go. */
type Boxes = Pick<AppState, "description" | "message">;

export interface ReplacedBoxes {
  /** The texts that were put into boxes last, which are not the person's own. */
  put: Partial<Boxes>;
  /** The person's own texts that they replaced; null for none. */
  typed: Partial<Boxes> | null;
}

export const NONE_REPLACED: ReplacedBoxes = { put: {}, typed: null };

/** The state with other texts in boxes; the person's own are remembered. */
export function withBoxes(
  state: AppState,
  texts: Partial<Boxes>,
): Pick<AppState, "replacedBoxes"> & Partial<Boxes> {
  const { put, typed } = state.replacedBoxes;
  const own = ownTexts(state, texts);
  return {
    ...texts,
    replacedBoxes: { put: { ...put, ...texts }, typed: own ?? typed },
  };
}

/** The state with the person's own texts put back, and what was typed since remembered. */
export function withBoxesBack(state: AppState): Partial<AppState> {
  const { typed } = state.replacedBoxes;
  if (!typed) return {};
  return { ...typed, replacedBoxes: { put: {}, typed: ownTexts(state, typed) } };
}

/** The texts that others replace and that are nowhere else; null for none. */
function ownTexts(state: AppState, others: Partial<Boxes>): Partial<Boxes> | null {
  const { description, message, conversations, replacedBoxes } = state;
  const { put } = replacedBoxes;
  const isKept = conversations.some((one) => one.description === description);
  const own: Partial<Boxes> = {};
  const isOwn = (box: keyof Boxes) =>
    others[box] !== undefined &&
    others[box] !== state[box] &&
    put[box] !== state[box] &&
    !isBlank(state[box]);
  if (isOwn("description") && !isKept) own.description = description;
  if (isOwn("message")) own.message = message;
  return Object.keys(own).length > 0 ? own : null;
}
