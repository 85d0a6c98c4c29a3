/** What every group of actions works with. */
import type { StoreApi } from "zustand/vanilla";
import type { Engine } from "../shared/engine";
import type { AppState } from "./state";
import type { WorkQueue } from "./workQueue";

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
  work: WorkQueue;
  /** Complete once all groups have been created; until then none may be called. */
  readonly actions: Needs;
}
