/**
 * The engine for other pages, in a thread of its own: what src/main.tsx builds the playground on.
 * Everything that goes in and comes out is plain data; see README, "The engine in other pages".
 */
import type { Engine, LoadRequest } from "./shared/engine";
import { DEFAULT_MODELS, MODELS, recordOf } from "./shared/models";
import { createEngineClient } from "./worker/client";

export type { AdapterSummary, AdapterScope, Blend, GivenFile } from "./shared/adapter";
export type { ChatEvent, ChatRequest, ColumnResult } from "./shared/chat";
export type { Engine, LoadProgress, LoadRequest, LoadedModels } from "./shared/engine";
export { AppError, type Failure } from "./shared/errors";
export { MODELS } from "./shared/models";
export { GREEDY } from "./shared/sampler";

/** The models that the playground begins with, on the processor. */
export const DEFAULT_LOAD: LoadRequest = {
  device: "wasm",
  baseModelId: DEFAULT_MODELS.base,
  encoderId: recordOf(MODELS, "hypernetwork", DEFAULT_MODELS.hypernetwork).encoderId,
  hypernetworkId: DEFAULT_MODELS.hypernetwork,
  contextLength: 1024,
};

/**
 * Starts the thread; nothing is loaded yet. `siteAddress` ends in a slash: the models lie below it,
 * in models/, as `npm start` fetches them into public/.
 */
export function createEngine(siteAddress: string): Engine {
  return createEngineClient(
    () =>
      new Worker(new URL("./worker/worker.ts", import.meta.url), {
        type: "module",
        name: siteAddress,
      }),
  );
}
