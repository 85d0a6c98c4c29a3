/** Making adapters, going back to earlier ones, and handing them out. */
import type { AdapterSummary, Blend, ExportedFile } from "../../shared/engine";
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { ActionContext } from "../actionContext";
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
import { type AppState, baseModel, currentConversation, loadedModels } from "../state";
import type { Obstacle } from "../workQueue";

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
   * adapter again. Resolves with that, or with null when it was not made or is not on screen.
   */
  openKept(
    kept: Pick<Conversation, "description" | "adapter" | "turns">,
  ): Promise<AdapterSummary | null>;
  /** Makes the current adapter again if the engine lost it; resolves when it is there. */
  restoreAdapter(): Promise<void>;
  /** The .zip, or null when it failed and the notice says why. */
  exportAdapter(): Promise<ExportedFile | null>;
  /**
   * Markdown about the adapter on screen, which brings it back by `link`. Only while the models
   * that made it are loaded.
   */
  createModelCard(link: string): Promise<string>;
}

type Needs = Pick<ModelActions, "switchHypernetwork">;

export function createAdapterActions({
  engine,
  store,
  work,
  actions,
}: ActionContext<Needs>): AdapterActions {
  const stops = new Set<AbortController>();
  let nextKey = 1;
  let underWay: Promise<boolean> | null = null;
  let restoring: Promise<boolean> | null = null;

  /** There is one at a time: asking again while it waits is asking for the same. */
  function generate(conversation: Destination = "kept"): Promise<boolean> {
    if (!hasDescription()) return Promise.resolve(false);
    underWay ??= inTurn("generation", (signal) => makeNew(conversation, signal)).finally(
      () => {
        underWay = null;
      },
    );
    return underWay;
  }

  async function makeNew(
    conversation: Destination,
    signal: AbortSignal,
  ): Promise<boolean> {
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
  }

  /** Shows what `make` waits for and how it fails; resolves whether it has made anything. */
  async function inTurn(
    kind: "generation" | "preparation",
    make: (signal: AbortSignal) => Promise<boolean>,
  ): Promise<boolean> {
    const stop = new AbortController();
    const { signal } = stop;
    stops.add(stop);
    try {
      return await work.run({ kind, signal, onWait: noteWaiting }, () =>
        make(signal).catch(noteFailure),
      );
    } catch (error) {
      return noteFailure(error);
    } finally {
      stops.delete(stop);
    }
  }

  /** What is being made at the moment shows for itself. */
  function noteWaiting(obstacle: Obstacle): void {
    const waitsFor = obstacle === "models" ? "models" : "answer";
    store.setState(({ generation }) =>
      generation.status === "running"
        ? {}
        : { generation: { status: "waiting", for: waitsFor } },
    );
  }

  /** Whether the box holds a description to make an adapter of; says why when it does not. */
  function hasDescription(): boolean {
    const failure = descriptionFailure(store.getState().description);
    if (failure) store.setState({ generation: { status: "failed", failure } });
    return failure === null;
  }

  function makeAdapter(
    description: string,
    blend: Blend | null,
    signal: AbortSignal,
  ): Promise<AdapterSummary> {
    store.setState({ generation: { status: "running" } });
    return engine.generateAdapter(description, signal, blend);
  }

  function noteFailure(error: unknown): false {
    store.setState({
      generation: isAborted(error)
        ? { status: "idle" }
        : { status: "failed", failure: toFailure(error) },
    });
    return false;
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
    if (!lostConversation(store.getState())) return;
    restoring ??= inTurn("preparation", makeAgain).finally(() => {
      restoring = null;
    });
    await restoring;
  }

  async function makeAgain(signal: AbortSignal): Promise<boolean> {
    const lost = lostConversation(store.getState());
    if (!lost) {
      store.setState({ generation: { status: "idle" } });
      return false;
    }
    const { key, description, adapter } = lost;
    const restored = await makeAdapter(description, adapter!.blend ?? null, signal);
    store.setState(({ conversations }) => ({
      conversations: changed(conversations, key, {
        adapter: restored,
        isAdapterLoaded: true,
      }),
      generation: { status: "idle" },
    }));
    return true;
  }

  async function selectConversation(key: number): Promise<void> {
    const { conversations, hypernetworkId } = store.getState();
    const chosen = conversations.find((conversation) => conversation.key === key);
    if (!chosen || work.has("answer")) return;
    store.setState({
      currentKey: key,
      description: chosen.description,
      blend: chosen.adapter?.blend ?? null,
    });
    const needed = chosen.adapter?.hypernetworkId ?? hypernetworkId;
    if (needed !== hypernetworkId) {
      await actions.switchHypernetwork(needed);
      if (!loadedModels(store.getState())) return;
    }
    await restoreAdapter();
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
    cancelGeneration() {
      for (const stop of stops) stop.abort();
    },
    async openKept(kept) {
      const { conversations } = store.getState();
      if (work.has("answer")) return null;
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
      const { key, adapter, isAdapterLoaded } = currentConversation(store.getState());
      return key === opened.key && isAdapterLoaded ? adapter : null;
    },
    async createModelCard(link) {
      const { modelCard } = await import("../../formats/modelCard");
      const state = store.getState();
      const adapter = currentConversation(state).adapter!;
      return modelCard({
        adapter,
        loaded: loadedModels(state)!,
        record: baseModel(state),
        strength: state.strength,
        scope: scopeOf(state.scope, adapter),
        link,
        time: Date.now(),
      });
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

/** The conversation on screen if the engine lost its adapter and can make it again. */
function lostConversation(state: AppState): Conversation | null {
  const conversation = currentConversation(state);
  const { adapter, isAdapterLoaded } = conversation;
  const isLost = adapter !== null && !isAdapterLoaded;
  return isLost && adapter.hypernetworkId === state.hypernetworkId ? conversation : null;
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
