/** Live mode and blending: adapters made while somebody types or drags, the latest winning. */
import { isBlank } from "../../shared/text/characters";
import { type Blend, isSameBlend } from "../../shared/adapter";
import type { ActionContext } from "../actionContext";
import type { AdapterActions } from "./actions";
import { mixedInto } from "./laterBlend";
import type { ConversationActions } from "../chat/conversationActions";
import { clampShare } from "../limits";
import { NEW_BLEND, effectiveBlend } from "../blend";
import type { LiveState } from "./liveState";
import { type AppState, currentConversation } from "../state";

/** Rest of the keys before an adapter is made; a slower typist sees one a word. */
const TYPING_PAUSE_MS = 250;
const DRAGGING_PAUSE_MS = 60;
/** Numbers that no words make again are kept each time. */
const MIXING_PAUSE_MS = 300;
/** After this rest the live adapter stays, and the next one is another. */
const SETTLED_MS = 5000;

export interface LiveActions {
  /** Sets the description by the person's own keys, which live mode follows. */
  typeDescription(description: string): void;
  setLive(change: Partial<LiveState>): void;
  /** Opens the second box or changes it; null closes it. */
  setBlend(change: Partial<Blend> | null): void;
  /** Makes the live adapter one to keep, as a question of the person's own does. */
  keepLiveAdapter(): void;
}

type Needs = Pick<
  AdapterActions,
  "setDescription" | "generate" | "blendShown" | "cancelGeneration"
> &
  Pick<ConversationActions, "askAll" | "stop">;

export function createLiveActions({ store, actions }: ActionContext<Needs>): LiveActions {
  let pause: ReturnType<typeof setTimeout> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  let generating: Promise<boolean> | null = null;
  let isAskingAgain = false;
  let message: string | null = null;

  function follow(afterMs: number): void {
    clearTimeout(pause);
    clearTimeout(rest);
    latest += 1;
    pause = setTimeout(() => void regenerate(latest), afterMs);
  }

  /** Makes the adapter of what the boxes say now, unless something newer has come. */
  async function regenerate(mine: number): Promise<void> {
    if (!hasChanged(store.getState())) return;
    if (isAskingAgain) actions.stop();
    if (generating) {
      actions.cancelGeneration();
      await generating;
    }
    if (mine !== latest) return;
    message = lastMessage(store.getState()) ?? message;
    generating = actions.generate("live").finally(() => {
      generating = null;
    });
    if (!(await generating) || mine !== latest) return;
    if (store.getState().live.asksAgain && message !== null) await askAgain(message);
    if (mine === latest) rest = setTimeout(settle, SETTLED_MS);
  }

  async function askAgain(question: string): Promise<void> {
    isAskingAgain = true;
    await actions.askAll([question]);
    isAskingAgain = false;
  }

  function settle(): void {
    clearTimeout(rest);
    if (!store.getState().conversations.some(({ isLive }) => isLive)) return;
    store.setState(({ conversations }) => ({
      conversations: conversations.map((conversation) =>
        conversation.isLive ? { ...conversation, isLive: false } : conversation,
      ),
    }));
  }

  return {
    keepLiveAdapter() {
      if (!isAskingAgain) settle();
    },
    typeDescription(description) {
      actions.setDescription(description);
      if (store.getState().live.isOn) follow(TYPING_PAUSE_MS);
    },
    setLive(change) {
      store.setState(({ live }) => ({ live: { ...live, ...change } }));
      if (change.isOn === true) follow(0);
      if (change.isOn === false) {
        clearTimeout(pause);
        settle();
      }
    },
    setBlend(change) {
      const before = store.getState().blend;
      const blend = change && { ...(before ?? NEW_BLEND), ...change };
      store.setState({
        blend: blend && { ...blend, position: clampShare(blend.position) },
      });
      if (change?.position !== undefined && isMixed(store.getState())) {
        clearTimeout(pause);
        pause = setTimeout(() => void actions.blendShown(), MIXING_PAUSE_MS);
        return;
      }
      const { live, conversations, currentKey } = store.getState();
      const isBlended = conversations.some(
        ({ key, adapter }) => key === currentKey && adapter?.blend,
      );
      // A slider that did nothing until a button is pressed would be a broken slider.
      const isTyping = change?.description !== undefined;
      if (live.isOn || (isBlended && !isTyping)) {
        follow(isTyping ? TYPING_PAUSE_MS : DRAGGING_PAUSE_MS);
      }
    },
  };
}

/** Whether the adapter on screen is one of numbers that the second description is mixed into. */
function isMixed(state: AppState): boolean {
  const { adapter, blendedFrom } = currentConversation(state);
  return (
    state.blend?.space === "weights" &&
    Boolean(adapter?.blendedWith) &&
    mixedInto(state)?.key === blendedFrom
  );
}

/** Whether the boxes hold something else than the adapter on screen was made of. */
function hasChanged(state: AppState): boolean {
  if (isBlank(state.description)) return false;
  const { adapter } = currentConversation(state);
  if (!adapter) return true;
  const blend = effectiveBlend(state.blend);
  return (
    adapter.description !== state.description ||
    adapter.hypernetworkId !== state.hypernetworkId ||
    !isSameBlend(adapter.blend ?? null, blend)
  );
}

/** The last message of this conversation, or of the last one that was asked anything. */
function lastMessage(state: AppState): string | null {
  const conversations = [...state.conversations, currentConversation(state)];
  const asked = conversations.filter(({ turns }) => turns.length > 0).at(-1);
  return asked?.turns.at(-1)?.message ?? null;
}
