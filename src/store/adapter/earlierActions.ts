/** Going back to earlier adapters and what was asked of them. */
import type { AdapterSummary } from "../../shared/adapter";
import type { ActionContext } from "../actionContext";
import { withBoxes } from "../boxes";
import {
  changed,
  conversationWith,
  nextKey,
  worthKeeping,
} from "../chat/conversationList";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import { withListOf } from "../examples/history";
import type { ModelActions } from "../models/actions";
import { otherBase } from "../models/otherBase";
import { currentConversation, loadedModels } from "../state";
import type { AdapterActions } from "./actions";

export interface EarlierActions {
  /** Goes back to an earlier adapter and what was asked of it. */
  selectConversation(key: number, strength?: number): Promise<void>;
  /**
   * Shows a conversation that was kept, in the one here that has its adapter if any does, and makes
   * the adapter again. Resolves with that, or with null when it was not made or is not on screen.
   */
  openKept(
    kept: Pick<Conversation, "description" | "adapter" | "examples" | "turns">,
    strength: number,
  ): Promise<AdapterSummary | null>;
}

type Needs = Pick<AdapterActions, "restoreAdapter"> &
  Pick<ModelActions, "switchHypernetwork">;

export function createEarlierActions({
  store,
  work,
  actions,
}: ActionContext<Needs>): EarlierActions {
  async function selectConversation(
    key: number,
    strength = store.getState().strength,
  ): Promise<void> {
    const { conversations, hypernetworkId } = store.getState();
    const chosen = conversations.find((conversation) => conversation.key === key);
    if (!chosen || work.has("answer")) return;
    store.setState((state) => ({
      ...withListOf(state, chosen.examples),
      currentKey: key,
      strength,
      ...withBoxes(state, {
        description: chosen.description,
        blend: chosen.adapter?.blend ?? null,
      }),
    }));
    // Its base model is offered beside it, and loaded when the person says so.
    if (otherBase(store.getState())) return;
    const needed = chosen.adapter?.hypernetworkId ?? hypernetworkId;
    if (needed !== null && needed !== hypernetworkId) {
      await actions.switchHypernetwork(needed);
      if (!loadedModels(store.getState())) return;
    }
    await actions.restoreAdapter();
  }

  return {
    selectConversation,
    async openKept(kept, strength) {
      const { conversations } = store.getState();
      if (work.has("answer")) return null;
      const same = kept.adapter && conversationWith(store.getState(), kept.adapter);
      const { examples, turns } = kept;
      const openedKey = same?.key ?? nextKey(conversations);
      store.setState({
        conversations: same
          ? changed(conversations, openedKey, { examples, turns, isLive: false })
          : [
              ...worthKeeping(conversations),
              { ...emptyConversation(openedKey), ...kept },
            ],
        currentKey: openedKey,
        strength,
      });
      await selectConversation(openedKey, strength);
      const { key, adapter, isAdapterLoaded } = currentConversation(store.getState());
      return key === openedKey && isAdapterLoaded ? adapter : null;
    },
  };
}
