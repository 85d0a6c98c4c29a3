/** Whether there is an adapter that the one on screen was taught from, to go back to. */
import { type AppState, currentConversation } from "../state";

export function hasBefore(state: AppState): boolean {
  const { taughtFrom } = currentConversation(state);
  return state.conversations.some(({ key }) => key === taughtFrom);
}
