/** A second description mixed into the numbers of an adapter that was taught or read from files. */
import { type AdapterSummary, isOfNumbers } from "../../shared/adapter";
import type { ActionContext } from "../actionContext";
import { effectiveBlend } from "../blend";
import {
  changed,
  conversationWith,
  nextKey,
  worthKeeping,
} from "../chat/conversationList";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import { replacing } from "../examples/history";
import { type AppState, currentConversation } from "../state";
import { releaseSurplus } from "./surplus";

export interface LaterBlendNeeds {
  /** Puts a taught adapter's numbers back into the engine; null where they are not kept. */
  restoreTaught(
    adapter: Pick<AdapterSummary, "checksum">,
  ): Promise<AdapterSummary | null>;
  keepNumbers(adapter: AdapterSummary): Promise<void>;
}

/**
 * The conversation that a second description is mixed into: the one on screen, or the one that its
 * adapter was mixed from. Null where words alone make that adapter.
 */
export function mixedInto(state: AppState): Conversation | null {
  const shown = currentConversation(state);
  const from = state.conversations.find(({ key }) => key === shown.blendedFrom);
  const meant = from ?? shown;
  return meant.adapter && isOfNumbers(meant.adapter) ? meant : null;
}

/** Shows the mixture in a conversation of its own; resolves whether there is one. */
export async function showBlended(
  context: ActionContext<LaterBlendNeeds>,
  signal: AbortSignal,
): Promise<boolean> {
  const { engine, store, adapters, actions } = context;
  const blend = effectiveBlend(store.getState().blend);
  const first = mixedInto(store.getState());
  if (!blend || !first) return false;
  store.setState({ generation: { status: "running" } });
  const held = await inEngine(context, first);
  if (!held) {
    store.setState({ generation: { status: "idle" } });
    return false;
  }
  const { description, position } = blend;
  const adapter = await engine.blendAdapter(held.id, { description, position }, signal);
  const { part, unused } = withBlended(store.getState(), first, adapter);
  for (const { id } of unused) void adapters.release(id);
  store.setState({
    ...part,
    generation: { status: "idle" },
    announcement: { kind: "adapter-ready", parameters: adapter.parameters },
  });
  await actions.keepNumbers(adapter);
  await releaseSurplus(context);
  return true;
}

/** Null, and noted, where its numbers are nowhere. */
async function inEngine(
  { store, actions }: ActionContext<LaterBlendNeeds>,
  { key, adapter, isAdapterLoaded }: Conversation,
): Promise<AdapterSummary | null> {
  if (isAdapterLoaded) return adapter;
  const restored = await actions.restoreTaught(adapter!);
  if (!restored) return null;
  store.setState(({ conversations }) => ({
    conversations: changed(conversations, key, {
      adapter: restored,
      isAdapterLoaded: true,
    }),
  }));
  return restored;
}

/**
 * The mixture on screen, and the adapters that the engine holds and no conversation has then: that of
 * the same numbers, and that of a mixture that nothing was asked of, which gives way to the next.
 */
function withBlended(
  state: AppState,
  first: Conversation,
  adapter: AdapterSummary,
): {
  part: Pick<AppState, "conversations" | "currentKey" | "examples">;
  unused: AdapterSummary[];
} {
  const { conversations } = state;
  const current = currentConversation(state);
  const givesWay = current.blendedFrom === first.key && current.turns.length === 0;
  const replaced = [
    ...new Set([conversationWith(state, adapter), givesWay ? current : undefined]),
  ].filter((one) => one !== undefined);
  const shown: Conversation = {
    ...(replaced[0] ?? emptyConversation(nextKey(conversations))),
    description: first.description,
    adapter,
    isAdapterLoaded: true,
    isLive: false,
    taughtFrom: first.taughtFrom,
    blendedFrom: first.key,
    examples: state.examples.list,
  };
  const others = worthKeeping(conversations).filter((one) => !replaced.includes(one));
  return {
    part: {
      examples: replacing(state.examples, replaced[0]?.examples ?? []),
      conversations: [...others, shown],
      currentKey: shown.key,
    },
    unused: replaced.flatMap((one) => (one.isAdapterLoaded ? [one.adapter!] : [])),
  };
}
