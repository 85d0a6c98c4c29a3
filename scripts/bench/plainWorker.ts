/** The engine's base model built without LoRA operators: what the adapters' cost is held against. */
import { answerColumns } from "../../src/engine/base/conversation";
import { renderConversation } from "../../src/engine/base/chatTemplate";
import { openDevice } from "../../src/engine/device/devices";
import {
  createLanguageModel,
  type LanguageModel,
} from "../../src/engine/base/languageModel";
import { configureRuntime } from "../../src/engine/device/runtime";
import { runtimeFiles } from "../../src/engine/device/runtimeFiles";
import { createTokenizer, type Tokenizer } from "../../src/engine/base/tokenizer";
import { readGguf } from "../../src/formats/gguf";
import { GREEDY } from "../../src/shared/sampler";
import { serve } from "../../src/worker/bridge";
import { BASE, fetchBase } from "./baseFile";
import {
  CONTEXT_LENGTH,
  decoding,
  MESSAGES,
  THREADS,
  type Contestant,
} from "./contestant";

configureRuntime({ threads: THREADS, files: runtimeFiles(self.location.href) });
let model: LanguageModel;
let tokenizer: Tokenizer;

const contestant: Contestant = {
  async load(device) {
    const started = performance.now();
    const file = new Uint8Array(await (await fetchBase()).arrayBuffer());
    model = await createLanguageModel(readGguf(file), {
      device: await openDevice(device),
      contextLength: CONTEXT_LENGTH,
      targetModules: [],
    });
    tokenizer = createTokenizer(readGguf(file), BASE.chatTemplate);
    return performance.now() - started;
  },
  async decode({ columns, steps }) {
    const times: number[] = [];
    const results = await answerColumns(
      model,
      tokenizer,
      Array.from({ length: columns }, (_, column) => ({
        id: String(column),
        messages: MESSAGES,
        adapter: null,
        scale: 0,
      })),
      {
        sampler: GREEDY,
        chatTemplate: BASE.chatTemplate,
        maxNewTokens: steps + 1,
        onEvents: () => times.push(performance.now()),
      },
    );
    const promptTokens = tokenizer.encode(
      renderConversation(BASE.chatTemplate, MESSAGES),
    ).length;
    return decoding(promptTokens, results[0]!.firstTokenMs, times, steps);
  },
};
serve(contestant, self);
