/** The conversation with the adapter that the one on screen was taught from, to go back to. */
import type { Conversation } from "../chat/conversationState";
import { type AppState, currentConversation } from "../state";

export function conversationBefore(state: AppState): Conversation | null {
  const { taughtFrom } = currentConversation(state);
  return state.conversations.find(({ key }) => key === taughtFrom) ?? null;
}
