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

/** The same once what its lessons begin with is there, so that they can be repeated. */
export function repeatableHere(state: AppState): LinkedTeaching | null {
  const linked = linkedHere(state);
  const { adapter } = currentConversation(state);
  return linked && (linked.beganAtZero || adapter) ? linked : null;
}
