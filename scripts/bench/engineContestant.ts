/**
 * The page's engine, as the page loads it and asks it, with an adapter in every column where a
 * hypernetwork writes one. A base column beside an adapted one costs the same: the batch is padded
 * to its widest row.
 */
import { createEngine, type EngineEnvironment } from "../../src/engine/engine";
import { renderConversation } from "../../src/engine/base/chatTemplate";
import { encodeExamples, rowLength } from "../../src/engine/teaching/packing";
import type { ChatMessage, ColumnRequest } from "../../src/shared/chat";
import { GREEDY } from "../../src/shared/sampler";
import { defaultTeaching, type TaughtExample } from "../../src/shared/teaching";
import type { LoadedTogether } from "../initialModels";
import { datedExamples } from "./datedExamples";
import { type Prompt, readPrompt } from "./prompt";
import { CONTEXT_LENGTH, decoding, MESSAGES, type EngineContestant } from "./contestant";

/** The work is that of strength 1, but the answer stays as long as the base model's. */
const FAINT = 0.01;

export function createEngineContestant(
  environment: EngineEnvironment,
  models: LoadedTogether,
): EngineContestant {
  const engine = createEngine(environment);
  let adapterId: string | null = null;
  let prompt: Prompt;
  return {
    async load(device) {
      const started = performance.now();
      const request = { ...models, device, contextLength: CONTEXT_LENGTH };
      await engine.load(request, () => {});
      const elapsed = performance.now() - started;
      prompt = await readPrompt(environment.files, models.baseModelId);
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
      return decoding(prompt.promptTokens, results[0]!.firstTokenMs, times, steps);
    },
    async lesson({ examples: count, steps }) {
      const examples = datedExamples(count);
      const { tokens, conversation, readTokens } = asTokens(prompt, examples);
      const read = await engine.chat(
        {
          columns: [{ id: "read", messages: conversation, adapterId, strength: 1 }],
          sampler: GREEDY,
          maxNewTokens: 1,
        },
        () => {},
      );
      const times: number[] = [];
      const taught = await engine.teach(
        {
          start: adapterId === null ? { kind: "zero" } : { kind: "adapter", adapterId },
          examples,
          heldOut: [],
          settings: {
            ...defaultTeaching(prompt.record, count, adapterId === null),
            steps: steps + 1,
            patience: null,
          },
        },
        ({ elapsedMs }) => times.push(elapsedMs),
      );
      await engine.releaseAdapter(taught.id);
      // Told before the first step, and after every one.
      const stepMs = times.slice(2).map((time, index) => time - times[index + 1]!);
      return { tokens, stepMs, readTokens, readMs: read[0]!.firstTokenMs };
    },
    dispose: () => engine.dispose(),
  };
}

/** The examples as a lesson's tokens, and as a conversation that is about as long. */
function asTokens({ tokenizer, record }: Prompt, examples: readonly TaughtExample[]) {
  const { chatTemplate } = record;
  const conversation = examples
    .flatMap(({ input, output }): ChatMessage[] => [
      { role: "user", content: input },
      { role: "assistant", content: output },
    ])
    .slice(0, -1);
  return {
    conversation,
    tokens: encodeExamples(tokenizer, chatTemplate, examples).reduce(
      (sum, example) => sum + rowLength(example),
      0,
    ),
    readTokens: tokenizer.encode(renderConversation(chatTemplate, conversation)).length,
  };
}
