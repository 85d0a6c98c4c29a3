/** Releasing the adapters that are too many for the engine. */
import type { ActionContext } from "../actionContext";
import { changed } from "../chat/conversationList";
import { MAXIMUM_ADAPTERS } from "../limits";

/** Releases the oldest adapters beyond the limit, but never the one on screen. */
export async function releaseSurplus({
  store,
  adapters,
}: Pick<ActionContext, "store" | "adapters">): Promise<void> {
  const { conversations, currentKey } = store.getState();
  const loaded = conversations.filter(({ isAdapterLoaded }) => isAdapterLoaded);
  const surplus = loaded
    .filter(({ key }) => key !== currentKey)
    .slice(0, Math.max(0, loaded.length - MAXIMUM_ADAPTERS));
  for (const { key, adapter } of surplus) {
    store.setState((state) => ({
      conversations: changed(state.conversations, key, { isAdapterLoaded: false }),
    }));
    await adapters.release(adapter!.id);
  }
}
