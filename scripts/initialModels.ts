/** The models that the page begins with, for scripts that run the engine. */
import type { LoadRequest } from "../src/shared/engine";
import { DEFAULT_MODELS, hypernetworksFor, MODELS, recordOf } from "../src/shared/models";

/** A hypernetwork and the models that it works with. */
export interface Trio {
  baseModelId: string;
  encoderId: string;
  hypernetworkId: string;
}

export const INITIAL_MODELS: LoadRequest & Trio = {
  device: "wasm",
  baseModelId: DEFAULT_MODELS.base,
  encoderId: recordOf(MODELS, "hypernetwork", DEFAULT_MODELS.hypernetwork).encoderId,
  hypernetworkId: DEFAULT_MODELS.hypernetwork,
  contextLength: 1024,
};

/** Models that are loaded together; the base model may be alone. */
export type LoadedTogether = Pick<
  LoadRequest,
  "baseModelId" | "encoderId" | "hypernetworkId"
>;

/** A base model with the first hypernetwork that writes adapters for it; alone where none does. */
export function loadedWith(baseModelId: string): LoadedTogether {
  const [found] = hypernetworksFor(MODELS, baseModelId);
  return {
    baseModelId,
    encoderId: found?.encoderId ?? null,
    hypernetworkId: found?.id ?? null,
  };
}
