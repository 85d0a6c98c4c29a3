/**
 * The page's engine, as the page loads it and asks it, with an adapter in every column where a
 * hypernetwork writes one. A base column beside an adapted one costs the same: the batch is padded
 * to its widest row.
 */
import { createEngine, type EngineEnvironment } from "../../src/engine/engine";
import type { ColumnRequest } from "../../src/shared/chat";
import { GREEDY } from "../../src/shared/sampler";
import type { LoadedTogether } from "../initialModels";
import { readPrompt } from "./prompt";
import { CONTEXT_LENGTH, decoding, MESSAGES, type EngineContestant } from "./contestant";

/** The work is that of strength 1, but the answer stays as long as the base model's. */
const FAINT = 0.01;

export function createEngineContestant(
  environment: EngineEnvironment,
  models: LoadedTogether,
): EngineContestant {
  const engine = createEngine(environment);
  let adapterId: string | null = null;
  let promptTokens = 0;
  return {
    async load(device) {
      const started = performance.now();
      const request = { ...models, device, contextLength: CONTEXT_LENGTH };
      await engine.load(request, () => {});
      const elapsed = performance.now() - started;
      promptTokens = (await readPrompt(environment.files, models.baseModelId))
        .promptTokens;
      return elapsed;
    },
    async makeAdapter(description) {
      if (models.hypernetworkId === null) return null;
      const started = performance.now();
      const adapter = await engine.generateAdapter(description);
      const elapsed = performance.now() - started;
      if (adapterId !== null) await engine.releaseAdapter(adapterId);
      adapterId = adapter.id;
      return elapsed;
    },
    async decode({ columns, steps }) {
      const requests = Array.from({ length: columns }, (_, column): ColumnRequest => ({
        id: String(column),
        messages: MESSAGES,
        adapterId,
        strength: FAINT,
      }));
      const times: number[] = [];
      const results = await engine.chat(
        { columns: requests, sampler: GREEDY, maxNewTokens: steps + 1 },
        () => times.push(performance.now()),
      );
      return decoding(promptTokens, results[0]!.firstTokenMs, times, steps);
    },
    dispose: () => engine.dispose(),
  };
}
