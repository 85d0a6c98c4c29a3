/** The list of examples with the lists before it, and the conversation that each belongs to. */
import { type AppState, currentConversation } from "../state";
import type { EarlierList, ExamplesState, ListedExample } from "./state";

const MOST_UNDONE = 50;

/** The state with another list, which can be undone and belongs to the adapter on screen. */
export function withChange(
  state: AppState,
  kind: string,
  list: ListedExample[],
): Partial<AppState> & Pick<AppState, "examples"> {
  const { examples } = state;
  const isNone = list.length === 0 && examples.list.length === 0;
  if (list === examples.list || isNone) return { examples };
  const isSame = kind.startsWith("edit") && kind === examples.lastChange;
  const past = isSame ? examples.past : withEarlier(examples, null);
  return {
    examples: { ...examples, list, past, lastChange: kind },
    ...noted(state, list),
  };
}

/**
 * The state with the list of another conversation, whose changes begin here. One that no
 * conversation has is not lost: undoing brings it back with what the boxes said.
 */
export function withListOf(
  state: AppState,
  list: ListedExample[],
): Pick<AppState, "examples"> {
  const { conversations, description, blend, examples } = state;
  const { list: before } = examples;
  const isKept =
    before.every((row) => list.includes(row)) ||
    conversations.some((one) => one.examples === before);
  const past = isKept ? examples.past : withEarlier(examples, { description, blend });
  return {
    examples: {
      ...examples,
      list,
      past: past.filter(({ boxes }) => boxes !== null),
      lastChange: null,
    },
  };
}

/** The list beside an adapter that comes under it: the one here unless it is empty. */
export function withListBeside(
  state: AppState,
  own: ListedExample[],
): Pick<AppState, "examples"> {
  const { examples } = state;
  const isOwnTaken = examples.list.length === 0 && own.length > 0;
  return isOwnTaken ? withListOf(state, own) : { examples: replacing(examples, own) };
}

/** The list here in place of `own`, which undoing brings back. */
export function replacing(examples: ExamplesState, own: ListedExample[]): ExamplesState {
  const { list, past } = examples;
  const isHere = own === list || past.some((earlier) => earlier.list === own);
  if (own.length === 0 || isHere) return examples;
  return { ...examples, past: [...past, { list: own, boxes: null }], lastChange: null };
}

function withEarlier(
  { list, past }: ExamplesState,
  boxes: EarlierList["boxes"],
): EarlierList[] {
  return [...past, { list, boxes }].slice(-MOST_UNDONE);
}

/** While the box still says what the adapter on screen was made of, the list is that adapter's. */
export function noted(state: AppState, list: ListedExample[]): Partial<AppState> {
  const { key, adapter, description } = currentConversation(state);
  if (!adapter || description !== state.description) return {};
  return {
    conversations: state.conversations.map((conversation) =>
      conversation.key === key ? { ...conversation, examples: list } : conversation,
    ),
  };
}
