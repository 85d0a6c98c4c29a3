/** Making adapters: of the description in the box, and anew where the engine lost one. */
import { type AdapterSummary, type Blend, isOfNumbers } from "../../shared/adapter";
import { descriptionFault } from "../../shared/description";
import type { ActionContext } from "../actionContext";
import { type Failure, isAborted, toFailure } from "../../shared/errors";
import {
  type Destination,
  changed,
  nextKey,
  conversationFor,
  worthKeeping,
} from "../chat/conversationList";
import { effectiveBlend } from "../blend";
import { withBoxesBack } from "../boxes";
import { withListBeside } from "../examples/history";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import { fitsModels } from "../models/otherBase";
import { type AppState, currentConversation } from "../state";
import type { Obstacle } from "../workQueue";
import { type LaterBlendNeeds, showBlended } from "./laterBlend";
import { releaseSurplus } from "./surplus";

export interface AdapterActions {
  setDescription(description: string): void;
  /** Puts back the texts that a demo or an earlier adapter replaced in the boxes. */
  undoBoxes(): void;
  /**
   * Makes the adapter of the box's descriptions and shows its conversation. Waits for its turn;
   * resolves whether there is an adapter.
   */
  generate(destination?: Destination): Promise<boolean>;
  /**
   * Mixes the second description into the numbers of the adapter on screen, which was taught or read
   * from files. Waits for its turn; resolves whether there is an adapter.
   */
  blendShown(): Promise<boolean>;
  cancelGeneration(): void;
  /** Makes the current adapter again if the engine lost it; resolves when it is there. */
  restoreAdapter(): Promise<void>;
}

export function createAdapterActions(
  context: ActionContext<LaterBlendNeeds>,
): AdapterActions {
  const { engine, store, work, adapters, actions } = context;
  const stops = new Set<AbortController>();
  let underWay: Promise<boolean> | null = null;
  /** Adapters that are being made again, by the key of their conversation. */
  const restoring = new Map<number, Promise<boolean>>();

  /** Only one call waits at a time: asking again meanwhile asks for the same. */
  function generate(destination: Destination = "kept"): Promise<boolean> {
    if (!hasDescription()) return Promise.resolve(false);
    underWay ??= inTurn("generation", (signal) => makeNew(destination, signal)).finally(
      () => {
        underWay = null;
      },
    );
    return underWay;
  }

  async function makeNew(
    destination: Destination,
    signal: AbortSignal,
  ): Promise<boolean> {
    // The box is read only now, since it may have been edited while this waited.
    const { description, blend } = store.getState();
    if (!hasDescription()) return false;
    const adapter = await makeAdapter(description, effectiveBlend(blend), signal);
    store.setState((state) => ({
      ...withAdapter(state, destination, description, adapter),
      generation: { status: "idle" },
      announcement: { kind: "adapter-ready", parameters: adapter.parameters },
    }));
    await releaseSurplus(context);
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

  /** Notes the obstacle, unless an adapter is being made, which shows for itself. */
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
    const fault = descriptionFault(store.getState().description);
    const failure: Failure | null = fault && { code: "bad-input", fault };
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
    destination: Destination,
    description: string,
    adapter: AdapterSummary,
  ): Pick<AppState, "conversations" | "currentKey" | "examples"> {
    const { conversations } = state;
    const same = conversationFor(state, destination, adapter);
    if (same) {
      if (same.isAdapterLoaded) void adapters.release(same.adapter!.id);
      const { examples } = withListBeside(state, same.examples);
      return {
        examples,
        conversations: changed(conversations, same.key, {
          description,
          examples: examples.list,
          adapter,
          isAdapterLoaded: true,
          isLive: destination === "live",
          // Turns never change their adapter.
          turns: same.adapter?.checksum === adapter.checksum ? same.turns : [],
        }),
        currentKey: same.key,
      };
    }
    const fresh: Conversation = {
      ...emptyConversation(nextKey(conversations)),
      description,
      adapter,
      isAdapterLoaded: true,
      isLive: destination === "live",
      examples: state.examples.list,
    };
    return {
      examples: state.examples,
      conversations: [...worthKeeping(conversations), fresh],
      currentKey: fresh.key,
    };
  }

  async function restoreAdapter(): Promise<void> {
    const key = lostConversation(store.getState())?.key;
    if (key === undefined) return;
    // Another one that is being made again is not this one.
    const made =
      restoring.get(key) ??
      inTurn("preparation", (signal) => makeAgain(key, signal)).finally(() => {
        restoring.delete(key);
      });
    restoring.set(key, made);
    await made;
  }

  async function makeAgain(key: number, signal: AbortSignal): Promise<boolean> {
    const lost = lostConversation(store.getState());
    // What is no longer looked at is made again once it is.
    if (lost?.key !== key) {
      store.setState({ generation: { status: "idle" } });
      return false;
    }
    const { description, adapter } = lost;
    const restored = isOfNumbers(adapter!)
      ? await actions.restoreTaught(adapter!)
      : await makeAdapter(description, adapter!.blend ?? null, signal);
    if (!restored) {
      store.setState({ generation: { status: "idle" } });
      return false;
    }
    store.setState(({ conversations }) => ({
      conversations: changed(conversations, key, {
        adapter: restored,
        isAdapterLoaded: true,
      }),
      generation: { status: "idle" },
    }));
    return true;
  }

  return {
    generate,
    restoreAdapter,
    setDescription(description) {
      store.setState(({ generation }) => ({
        description,
        generation: generation.status === "failed" ? { status: "idle" } : generation,
      }));
    },
    undoBoxes: () => store.setState(withBoxesBack),
    blendShown: () => inTurn("generation", (signal) => showBlended(context, signal)),
    cancelGeneration() {
      for (const stop of stops) stop.abort();
    },
  };
}

/** The conversation on screen if the engine lost its adapter and can make it again. */
function lostConversation(state: AppState): Conversation | null {
  const conversation = currentConversation(state);
  const { adapter, isAdapterLoaded } = conversation;
  const isLost = adapter !== null && !isAdapterLoaded;
  return isLost && fitsModels(adapter, state) ? conversation : null;
}
