/** The first model of each role in the registry, for scripts that run the engine. */
import type { LoadRequest } from "../src/shared/engine";
import { MODELS, type ModelRecord } from "../src/shared/models";

function firstId(role: ModelRecord["role"]): string {
  return MODELS.find((model) => model.role === role)!.id;
}

export const INITIAL_MODELS: LoadRequest = {
  device: "wasm",
  baseModelId: firstId("base"),
  encoderId: firstId("encoder"),
  hypernetworkId: firstId("hypernetwork"),
  contextLength: 1024,
};
