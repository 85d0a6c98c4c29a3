/** Waiting until the models are loaded and every column has the adapter it runs with. */
import { type ActionContext, until } from "../actionContext";
import type { ControlAdapters } from "./columnActions";
import type { Failure } from "../failure";
import { type AppState, currentConversation } from "../state";

export interface PreparationNeeds extends ControlAdapters {
  /** Makes the current adapter again that the engine no longer holds. */
  restoreAdapter(): Promise<void>;
}

/**
 * Resolves why control columns have no adapter, if any; rejects only when stopped. `note` is
 * told what is being waited for.
 */
export async function untilColumnsReady(
  { store, actions }: ActionContext<PreparationNeeds>,
  note: (waitingFor: "models" | "adapter") => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Failure>> {
  note(store.getState().models.status === "ready" ? "adapter" : "models");
  await until(store, ({ models }) => models.status === "ready", signal);
  note("adapter");
  if (store.getState().generation.status === "idle") await actions.restoreAdapter();
  await until(store, isAdapterSettled, signal);
  return actions.prepareControls(signal);
}

function isAdapterSettled(state: AppState): boolean {
  const { status } = state.generation;
  if (status === "waiting" || status === "running") return false;
  const { adapter, isAdapterLoaded } = currentConversation(state);
  return !adapter || isAdapterLoaded || status === "failed";
}
