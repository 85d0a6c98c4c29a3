/** What every group of actions works with. */
import type { StoreApi } from "zustand/vanilla";
import type { Engine } from "../shared/engine";
import { abortedError } from "../shared/errors";
import type { AppState } from "./state";

/** The clock and the screen, replaced in tests. */
export interface Environment {
  /** Milliseconds. */
  now(): number;
  nextFrame(callback: () => void): void;
}

/** `Needs` are the actions of other groups that a group of actions calls. */
export interface ActionContext<Needs = unknown> {
  engine: Engine;
  store: StoreApi<AppState>;
  environment: Environment;
  /** Complete once all groups have been created; until then none may be called. */
  readonly actions: Needs;
}

/** Resolves once the state satisfies `condition`; rejects with "aborted" when stopped first. */
export function until(
  store: StoreApi<AppState>,
  condition: (state: AppState) => boolean,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return Promise.reject(abortedError());
  if (condition(store.getState())) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = () => {
      unsubscribe();
      reject(abortedError());
    };
    const unsubscribe = store.subscribe((state) => {
      if (!condition(state)) return;
      unsubscribe();
      signal.removeEventListener("abort", stop);
      resolve();
    });
    signal.addEventListener("abort", stop, { once: true });
  });
}
