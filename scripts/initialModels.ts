/** The models that the page begins with, for scripts that run the engine. */
import type { LoadRequest } from "../src/shared/engine";
import { DEFAULT_MODELS, MODELS, recordOf } from "../src/shared/models";

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
