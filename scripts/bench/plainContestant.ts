/** The engine's base model built without LoRA operators: what the adapters' cost is held against. */
import { answerColumns } from "../../src/engine/base/conversation";
import {
  createLanguageModel,
  type LanguageModel,
} from "../../src/engine/base/languageModel";
import type { ComputeDevice } from "../../src/engine/device/device";
import { openDevice } from "../../src/engine/device/devices";
import { configureRuntime } from "../../src/engine/device/runtime";
import type { EngineEnvironment } from "../../src/engine/engine";
import { GREEDY } from "../../src/shared/sampler";
import { readPrompt, type Prompt } from "./prompt";
import { CONTEXT_LENGTH, decoding, MESSAGES, type Contestant } from "./contestant";

export function createPlainContestant(
  { files, runtime }: EngineEnvironment,
  baseModelId: string,
): Contestant {
  configureRuntime(runtime);
  let prompt: Prompt;
  let device: ComputeDevice;
  let model: LanguageModel;
  return {
    async load(name) {
      const started = performance.now();
      prompt = await readPrompt(files, baseModelId);
      device = await openDevice(name);
      model = await createLanguageModel(prompt.gguf, {
        device,
        contextLength: CONTEXT_LENGTH,
        targetModules: [],
      });
      return performance.now() - started;
    },
    async decode({ columns, steps }) {
      const times: number[] = [];
      const results = await answerColumns(
        model,
        prompt.tokenizer,
        Array.from({ length: columns }, (_, column) => ({
          id: String(column),
          messages: MESSAGES,
          adapter: null,
          scale: 0,
        })),
        {
          sampler: GREEDY,
          chatTemplate: prompt.record.chatTemplate,
          maxNewTokens: steps + 1,
          onEvents: () => times.push(performance.now()),
        },
      );
      return decoding(prompt.promptTokens, results[0]!.firstTokenMs, times, steps);
    },
    async dispose() {
      await model.dispose();
      device.dispose();
    },
  };
}
