/** Context that every group of actions works with. */
import type { StoreApi } from "zustand/vanilla";
import type { Engine } from "../shared/engine";
import type { HeldAdapters } from "./heldAdapters";
import type { AppState } from "./state";
import type { WorkQueue } from "./workQueue";

/** The clock and the screen, replaced in tests. */
export interface Environment {
  /** Milliseconds since any fixed moment. */
  now(): number;
  nextFrame(callback: () => void): void;
}

/** `Needs` are the actions of other groups that a group of actions calls. */
export interface ActionContext<Needs = unknown> {
  engine: Engine;
  store: StoreApi<AppState>;
  environment: Environment;
  work: WorkQueue;
  /** Keeps adapters in the engine while work asks them; all are released by it. */
  adapters: HeldAdapters;
  /** Complete once all groups have been created; until then none may be called. */
  readonly actions: Needs;
}
