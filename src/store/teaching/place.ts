/** The conversation that a taught adapter comes to: its own, or that of the same numbers. */
import type { AdapterSummary } from "../../shared/adapter";
import {
  changed,
  conversationWith,
  nextKey,
  worthKeeping,
} from "../chat/conversationList";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import { replacing } from "../examples/history";
import type { ListedExample } from "../examples/state";
import { type AppState, currentConversation } from "../state";

/** What is on screen when a lesson begins. */
export interface LessonPlace {
  from: Conversation;
  /** Description that the taught adapter is shown with. */
  description: string;
  /** The examples beside it. */
  list: ListedExample[];
}

export function placeHere(state: AppState): LessonPlace {
  const from = currentConversation(state);
  return {
    from,
    description: from.description || state.description,
    list: state.examples.list,
  };
}

/**
 * The taught adapter in a conversation of its own, on screen where the one it was taught from
 * still is; the same numbers keep their conversation. `before` is the key of the conversation with
 * the adapter that the lesson began with.
 */
export function withTaught(
  state: AppState,
  { from, description, list: taughtList }: LessonPlace,
  before: number | null,
  adapter: AdapterSummary,
): { part: Pick<AppState, "conversations" | "currentKey" | "examples">; key: number } {
  const { conversations, currentKey, examples } = state;
  const there = conversations.find(({ key }) => key === from.key);
  const isItself = there?.adapter?.checksum === adapter.checksum;
  if (isItself) {
    const held = { adapter, isAdapterLoaded: true };
    const all = changed(conversations, from.key, held);
    return { part: { examples, conversations: all, currentKey }, key: from.key };
  }
  const isOnScreen = currentKey === from.key;
  const same = conversationWith(state, adapter);
  const own = same?.examples ?? [];
  const unseen = own.length > 0 ? own : taughtList;
  const list = isOnScreen ? examples.list : unseen;
  const held = { adapter, isAdapterLoaded: true, examples: list };
  const key = same?.key ?? nextKey(conversations);
  const fresh: Conversation = {
    ...emptyConversation(key),
    ...held,
    description,
    taughtFrom: conversations.some((one) => one.key === before) ? before : null,
  };
  const all = same
    ? changed(conversations, key, held)
    : [...worthKeeping(conversations), fresh];
  return {
    part: {
      examples: isOnScreen ? replacing(examples, own) : examples,
      conversations: all,
      currentKey: isOnScreen ? key : currentKey,
    },
    key,
  };
}
