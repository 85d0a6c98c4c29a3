/** Whether the adapter on screen belongs to another base model than the one that is chosen. */
import type { AdapterSummary } from "../../shared/adapter";
import { type BaseModelRecord, recordsOf } from "../../shared/models";
import { type AppState, currentConversation } from "../state";

/** Whether the chosen models can hold the adapter, or make it again. */
export function fitsModels(
  {
    hypernetworkId,
    baseModelId: own,
  }: Pick<AdapterSummary, "hypernetworkId" | "baseModelId">,
  { baseModelId, ...chosen }: Pick<AppState, "hypernetworkId" | "baseModelId">,
): boolean {
  return hypernetworkId === null
    ? (own ?? baseModelId) === baseModelId
    : hypernetworkId === chosen.hypernetworkId;
}

/** The base model that the adapter on screen is for, where it is another than the chosen one. */
export function otherBase(state: AppState): BaseModelRecord | null {
  const { adapter } = currentConversation(state);
  const { registry, baseModelId } = state;
  if (!adapter) return null;
  const writer = recordsOf(registry, "hypernetwork").find(
    ({ id }) => id === adapter.hypernetworkId,
  );
  // Models that the page does not know are left to the engine.
  const own = adapter.baseModelId ?? writer?.baseModelId ?? baseModelId;
  if (own === baseModelId) return null;
  return recordsOf(registry, "base").find(({ id }) => id === own) ?? null;
}
