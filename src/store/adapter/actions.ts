/** Making adapters, going back to earlier ones, and handing them out. */
import type { AdapterSummary, Blend, ExportedFile } from "../../shared/engine";
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import { type ActionContext, until } from "../actionContext";
import { type Failure, isAborted, toFailure } from "../failure";
import { MAXIMUM_ADAPTERS } from "../limits";
import {
  type Destination,
  changed,
  placeFor,
  worthKeeping,
} from "../chat/conversationPlace";
import { effectiveBlend } from "./liveState";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import { scopeOf } from "../chat/steering";
import type { ModelActions } from "../models/actions";
import { type AppState, currentConversation } from "../state";

export interface AdapterActions {
  setDescription(description: string): void;
  /**
   * Description, and the second one where there is a blend -> adapter -> its conversation.
   * Waits for its turn; resolves whether there is an adapter.
   */
  generate(conversation?: Destination): Promise<boolean>;
  cancelGeneration(): void;
  /** Goes back to an earlier adapter and what was asked of it. */
  selectConversation(key: number): Promise<void>;
  /**
   * Shows a conversation that was kept, or the one here that has its adapter, and makes the
   * adapter again.
   */
  openKept(kept: Pick<Conversation, "description" | "adapter" | "turns">): Promise<void>;
  /** Makes the current adapter again if the engine lost it; resolves when it is there. */
  restoreAdapter(): Promise<void>;
  /** The .zip, or null when it failed and the notice says why. */
  exportAdapter(): Promise<ExportedFile | null>;
}

type Needs = Pick<ModelActions, "switchHypernetwork">;

export function createAdapterActions({
  engine,
  store,
  actions,
}: ActionContext<Needs>): AdapterActions {
  let generating = new AbortController();
  let nextKey = 1;
  let underWay: Promise<boolean> | null = null;
  let restoring: Promise<void> | null = null;

  /** There is one at a time: asking again while it waits is asking for the same. */
  function generate(conversation: Destination = "kept"): Promise<boolean> {
    underWay ??= generateOnce(conversation).finally(() => {
      underWay = null;
    });
    return underWay;
  }

  async function generateOnce(conversation: Destination): Promise<boolean> {
    if (restoring) await restoring;
    const { signal } = (generating = new AbortController());
    if (!hasDescription()) return false;
    try {
      await waitForTurn(signal);
      // What the box says now: it may have been edited while this waited.
      const { description, blend } = store.getState();
      if (!hasDescription()) return false;
      const adapter = await makeAdapter(description, effectiveBlend(blend), signal);
      store.setState((state) => ({
        ...withAdapter(state, conversation, description, adapter),
        generation: { status: "idle" },
        announcement: { kind: "adapter-ready", parameters: adapter.parameters },
      }));
      await releaseSurplus();
      return true;
    } catch (error) {
      noteFailure(error);
      return false;
    }
  }

  /** Whether the box holds a description to make an adapter of; says why when it does not. */
  function hasDescription(): boolean {
    const failure = descriptionFailure(store.getState().description);
    if (failure) store.setState({ generation: { status: "failed", failure } });
    return failure === null;
  }

  /** Says what it waits for, and resolves when neither loading nor answering. */
  async function waitForTurn(signal: AbortSignal): Promise<void> {
    store.setState(({ models }) => ({
      generation: {
        status: "waiting",
        for: models.status === "ready" ? "answer" : "models",
      },
    }));
    await until(store, ({ models }) => models.status === "ready", signal);
    store.setState({ generation: { status: "waiting", for: "answer" } });
    await until(
      store,
      ({ answering }) => answering.status === "idle" || answering.status === "waiting",
      signal,
    );
  }

  function makeAdapter(
    description: string,
    blend: Blend | null,
    signal: AbortSignal,
  ): Promise<AdapterSummary> {
    store.setState({ generation: { status: "running" } });
    return engine.generateAdapter(description, signal, blend);
  }

  function noteFailure(error: unknown): void {
    store.setState({
      generation: isAborted(error)
        ? { status: "idle" }
        : { status: "failed", failure: toFailure(error) },
    });
  }

  /** The same numbers keep their conversation; new ones start their own. */
  function withAdapter(
    state: AppState,
    conversation: Destination,
    description: string,
    adapter: AdapterSummary,
  ): Pick<AppState, "conversations" | "currentKey"> {
    const { conversations } = state;
    const same = placeFor(state, conversation, adapter);
    if (same) {
      if (same.isAdapterLoaded)
        void engine.releaseAdapter(same.adapter!.id).catch(ignore);
      return {
        conversations: changed(conversations, same.key, {
          description,
          adapter,
          isAdapterLoaded: true,
          isLive: conversation === "live",
          // Turns never change their adapter.
          turns: same.adapter?.checksum === adapter.checksum ? same.turns : [],
        }),
        currentKey: same.key,
      };
    }
    const fresh: Conversation = {
      ...emptyConversation(nextKey++),
      description,
      adapter,
      isAdapterLoaded: true,
      isLive: conversation === "live",
    };
    return {
      conversations: [...worthKeeping(conversations), fresh],
      currentKey: fresh.key,
    };
  }

  async function releaseSurplus(): Promise<void> {
    const { conversations, currentKey } = store.getState();
    const loaded = conversations.filter(({ isAdapterLoaded }) => isAdapterLoaded);
    const surplus = loaded
      .filter(({ key }) => key !== currentKey)
      .slice(0, Math.max(0, loaded.length - MAXIMUM_ADAPTERS));
    for (const { key, adapter } of surplus) {
      store.setState((state) => ({
        conversations: changed(state.conversations, key, { isAdapterLoaded: false }),
      }));
      await engine.releaseAdapter(adapter!.id).catch(ignore);
    }
  }

  async function restoreAdapter(): Promise<void> {
    await underWay;
    restoring ??= restoreOnce().finally(() => {
      restoring = null;
    });
    await restoring;
  }

  async function restoreOnce(): Promise<void> {
    const { adapter, isAdapterLoaded, description, key } = currentConversation(
      store.getState(),
    );
    if (!adapter || isAdapterLoaded) return;
    if (adapter.hypernetworkId !== store.getState().hypernetworkId) return;
    const { signal } = (generating = new AbortController());
    try {
      await waitForTurn(signal);
      const restored = await makeAdapter(description, adapter.blend ?? null, signal);
      store.setState(({ conversations }) => ({
        conversations: changed(conversations, key, {
          adapter: restored,
          isAdapterLoaded: true,
        }),
        generation: { status: "idle" },
      }));
    } catch (error) {
      noteFailure(error);
    }
  }

  async function selectConversation(key: number): Promise<void> {
    const { conversations, answering, hypernetworkId } = store.getState();
    const chosen = conversations.find((conversation) => conversation.key === key);
    if (!chosen || answering.status !== "idle") return;
    store.setState({
      currentKey: key,
      description: chosen.description,
      blend: chosen.adapter?.blend ?? null,
    });
    const needed = chosen.adapter?.hypernetworkId ?? hypernetworkId;
    if (needed !== hypernetworkId) await actions.switchHypernetwork(needed);
    else await restoreAdapter();
  }

  return {
    generate,
    restoreAdapter,
    selectConversation,
    setDescription(description) {
      store.setState(({ generation }) => ({
        description,
        generation: generation.status === "failed" ? { status: "idle" } : generation,
      }));
    },
    cancelGeneration: () => generating.abort(),
    async openKept(kept) {
      const { conversations, answering } = store.getState();
      if (answering.status !== "idle") return;
      const same = conversations.find(
        ({ adapter }) => adapter && adapter.checksum === kept.adapter?.checksum,
      );
      const opened = same ?? { ...emptyConversation(nextKey++), ...kept };
      if (!same) {
        store.setState({
          conversations: [...worthKeeping(conversations), opened],
          currentKey: opened.key,
        });
      }
      await selectConversation(opened.key);
    },
    async exportAdapter() {
      const { adapter } = currentConversation(store.getState());
      if (!adapter) return null;
      try {
        const { strength, scope } = store.getState();
        return await engine.exportAdapter(adapter.id, strength, scopeOf(scope, adapter));
      } catch (error) {
        store.setState({
          notice: { kind: "failure", during: "download", failure: toFailure(error) },
        });
        return null;
      }
    },
  };
}

/** Why this description makes no adapter, or null. */
function descriptionFailure(description: string): Failure | null {
  if (description.trim() === "") return { code: "no-description" };
  const { length } = description;
  return length > MAXIMUM_DESCRIPTION_LENGTH
    ? { code: "long-description", length }
    : null;
}

/** A lost adapter is no loss: the engine may have dropped it with the device. */
function ignore(): void {}
