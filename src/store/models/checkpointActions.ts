/** The hypernetworks to choose from, and what generating with each has taken on this device. */
import type { CheckpointInfo } from "../../shared/engine";
import { recordsOf } from "../../shared/models";
import type { ActionContext } from "../actionContext";
import { type AppState, loadedModels } from "../state";

export interface CheckpointActions {
  /**
   * Asks the site for its hypernetworks. Never rejects; a site that cannot be read keeps the
   * list as it was.
   */
  refreshCheckpoints(): Promise<void>;
}

export function createCheckpointActions({
  engine,
  store,
}: ActionContext): CheckpointActions {
  return {
    async refreshCheckpoints() {
      const checkpoints = await engine.listCheckpoints().catch(() => null);
      if (checkpoints) store.setState({ checkpoints });
    },
  };
}

/** The site's hypernetworks, without those for another base model than the chosen one. */
export function checkpointsToChoose({
  checkpoints,
  registry,
  baseModelId,
}: Pick<AppState, "checkpoints" | "registry" | "baseModelId">): CheckpointInfo[] {
  const others = new Set(
    recordsOf(registry, "hypernetwork")
      .filter((record) => record.baseModelId !== baseModelId)
      .map(({ id }) => id),
  );
  return checkpoints.filter(({ id }) => !others.has(id));
}

/**
 * Milliseconds from a description to its adapter when the hypernetwork with this id last wrote
 * one in this tab; reading counts, as some read by the language model. Null before it has, and
 * for adapters of another device, which are no measure of this one.
 */
export function measuredAdapterMs(state: AppState, id: string): number | null {
  if (loadedModels(state) === null) return null;
  const made = [
    ...state.conversations.flatMap(({ adapter, isAdapterLoaded }) =>
      adapter && isAdapterLoaded ? [adapter] : [],
    ),
    ...Object.values(state.controlAdapters),
  ];
  const last = made.findLast(
    ({ hypernetworkId, lesson }) => hypernetworkId === id && !lesson,
  );
  return last ? last.timings.encodeMs + last.timings.generateMs : null;
}
