/** What the link of the conversation on screen says was taught, and is not repeated yet. */
import { type AppState, currentConversation } from "../state";
import type { LinkedTeaching } from "./state";

/** Null in every other conversation, and where another adapter is than the link's words give. */
export function linkedHere(state: AppState): LinkedTeaching | null {
  const { linked } = state.teaching;
  const { key, adapter } = currentConversation(state);
  if (!linked || linked.key !== key || adapter?.lesson) return null;
  return linked.beganAtZero && adapter ? null : linked;
}
