/** The list of conversations: the one that an adapter takes over, and changes of the list. */
import type { AdapterSummary } from "../../shared/adapter";
import type { Conversation, Turn } from "./conversationState";
import { type AppState, currentConversation } from "../state";

/**
 * Destination of an adapter: the same numbers keep their conversation, unless it has to be
 * "fresh"; a "live" one replaces the live one before it.
 */
export type Destination = "kept" | "fresh" | "live";

/** The conversation an adapter takes over, if any. */
export function conversationFor(
  state: AppState,
  destination: Destination,
  adapter: AdapterSummary,
): Conversation | undefined {
  if (destination === "live") {
    const current = currentConversation(state);
    return current.isLive ? current : undefined;
  }
  return state.conversations.find(
    ({ adapter: other, turns, examples }) =>
      other?.checksum === adapter.checksum &&
      (destination === "kept" || (turns.length === 0 && examples.length === 0)),
  );
}

/** The conversation whose adapter has the same numbers, if any; the one on screen before others. */
export function conversationWith(
  { conversations, currentKey }: Pick<AppState, "conversations" | "currentKey">,
  { checksum }: Pick<AdapterSummary, "checksum">,
): Conversation | undefined {
  const same = conversations.filter(({ adapter }) => adapter?.checksum === checksum);
  return same.find(({ key }) => key === currentKey) ?? same[0];
}

export function worthKeeping(conversations: readonly Conversation[]): Conversation[] {
  return conversations.filter(({ turns, adapter }) => adapter || turns.length > 0);
}

/** The turns that were cleared from the conversation on screen and can be put back. */
export function clearedHere(state: AppState): Turn[] | null {
  const { key, adapter } = currentConversation(state);
  const { cleared } = state;
  const isHere = cleared?.key === key && cleared.checksum === (adapter?.checksum ?? null);
  return isHere ? cleared.turns : null;
}

/** The list in which the conversation with this key is changed. */
export function changed(
  conversations: readonly Conversation[],
  key: number,
  change: Partial<Conversation>,
): Conversation[] {
  return conversations.map((conversation) =>
    conversation.key === key ? { ...conversation, ...change } : conversation,
  );
}

/** Key of a conversation that is added to the list. */
export function nextKey(conversations: readonly Conversation[]): number {
  return 1 + Math.max(0, ...conversations.map(({ key }) => key));
}
