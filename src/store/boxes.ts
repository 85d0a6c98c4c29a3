/** The boxes that a click fills: what was typed in them before can be put back. */
import { isBlank } from "../shared/text/characters";
import type { AdapterSummary } from "../shared/adapter";
import { effectiveBlend } from "./blend";
import type { AppState } from "./state";

/** The boxes whose texts are replaced in one go. */
type Boxes = Pick<AppState, "description" | "message" | "blend">;

export interface ReplacedBoxes {
  /** The texts that were put into boxes last, which are not the person's own. */
  put: Partial<Boxes>;
  /** The person's own texts that they replaced, both descriptions or neither; null for none. */
  typed: Partial<Boxes> | null;
}

export const NONE_REPLACED: ReplacedBoxes = { put: {}, typed: null };

type WithBoxes = Pick<AppState, "replacedBoxes"> & Partial<Boxes>;

/** The state with other texts in boxes; the person's own are remembered. */
export function withBoxes(state: AppState, texts: Partial<Boxes>): WithBoxes {
  const { put } = state.replacedBoxes;
  const typed = remembered(state, texts);
  return { ...texts, replacedBoxes: { put: { ...put, ...texts }, typed } };
}

/** As with others, but of texts that may be the person's own: out of a link, or typed before. */
export function withTypedBoxes(state: AppState, texts: Partial<Boxes>): WithBoxes {
  return { ...texts, replacedBoxes: { put: {}, typed: remembered(state, texts) } };
}

/** The state with the person's own texts put back, and what was typed since remembered. */
export function withBoxesBack(state: AppState): Partial<AppState> {
  const { typed } = state.replacedBoxes;
  if (!typed) return {};
  const since = someOf(ownTexts(state, typed));
  return { ...typed, replacedBoxes: { put: {}, typed: since } };
}

/** The person's own texts once others replace some; what has come elsewhere since is left out. */
function remembered(state: AppState, others: Partial<Boxes>): Partial<Boxes> | null {
  const { conversations, replacedBoxes } = state;
  const { description, message, blend = null } = replacedBoxes.typed ?? {};
  const isAsked = conversations.some(({ turns }) =>
    turns.some((turn) => turn.message === message?.trim()),
  );
  const isLeft = description !== undefined && !isMade(state, { description, blend });
  return someOf({
    ...(isLeft && { description, blend }),
    ...(message !== undefined && !isAsked && { message }),
    ...ownTexts(state, others),
  });
}

/** The texts that others replace and that are nowhere else; the descriptions are one text. */
function ownTexts(state: AppState, others: Partial<Boxes>): Partial<Boxes> {
  const { description, message, blend } = state;
  const { put } = state.replacedBoxes;
  const isOwn = (text: string, other: string | undefined, last: string | undefined) =>
    other !== undefined && text !== other && text !== last && !isBlank(text);
  const isOwnBlend =
    blend &&
    others.blend !== undefined &&
    isOwn(blend.description, others.blend?.description ?? "", put.blend?.description);
  const isOwnDescription = isOwn(description, others.description, put.description);
  const isLost =
    (isOwnDescription || isOwnBlend) && !isMade(state, { description, blend });
  return {
    ...(isLost && { description, blend }),
    ...(isOwn(message, others.message, put.message) && { message }),
  };
}

/** Whether a conversation's adapter is made of these words, at whatever share they are mixed. */
function isMade(
  { conversations }: AppState,
  { description, blend }: Pick<Boxes, "description" | "blend">,
): boolean {
  const second = effectiveBlend(blend)?.description;
  const isMixed = ({ blend: own, blendedWith = [] }: AdapterSummary) =>
    [own, ...blendedWith].some((one) => one?.description === second);
  return conversations.some(
    (one) =>
      one.description === description &&
      (second === undefined || (one.adapter !== null && isMixed(one.adapter))),
  );
}

function someOf(texts: Partial<Boxes>): Partial<Boxes> | null {
  return Object.keys(texts).length > 0 ? texts : null;
}
