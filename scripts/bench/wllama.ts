/** wllama: llama.cpp in a worker of its own, on the GGUF as it is. */
import { LoggerWithoutDebug, Wllama } from "@wllama/wllama/esm/index.js";
import binary from "@wllama/wllama/esm/wasm/wllama.wasm?url";
import { promptText, renderConversation } from "../../src/engine/base/chatTemplate";
import type { BaseModelRecord } from "../../src/shared/models";
import { fetchBase } from "./baseFile";
import {
  CONTEXT_LENGTH,
  decoding,
  MESSAGES,
  THREADS,
  type Contestant,
} from "./contestant";

/** llama-server's, passed on though the types leave them out: every prefill reads it all. */
const SERVER_OPTIONS = { cache_prompt: false, timings_per_token: true };

export function createWllama(base: BaseModelRecord): Contestant {
  const wllama = new Wllama(
    { default: new URL(binary, location.href).href },
    { suppressNativeLog: true, logger: LoggerWithoutDebug },
  );
  return {
    async load() {
      const started = performance.now();
      await wllama.loadModel([await fetchBase(base)], {
        n_ctx: CONTEXT_LENGTH,
        n_threads: THREADS,
        n_gpu_layers: 0,
        n_parallel: 1,
      });
      if (wllama.getNumThreads() !== THREADS) {
        throw new Error(`wllama runs on ${wllama.getNumThreads()} threads.`);
      }
      return performance.now() - started;
    },
    /**
     * The times are llama.cpp's own, since wllama hands tokens over in clusters; they leave
     * out the way to this thread, in wllama's favour.
     */
    async decode({ steps }) {
      const tokenTimes: number[] = [];
      let prefillMs = 0;
      let promptTokens = 0;
      await wllama.createCompletion({
        prompt: promptText(renderConversation(base.chatTemplate, MESSAGES)),
        max_tokens: steps + 1,
        temperature: 0,
        ...SERVER_OPTIONS,
        stream: true,
        onData: ({ timings }) => {
          if (!timings) return;
          prefillMs = timings.prompt_ms;
          promptTokens = timings.prompt_n;
          tokenTimes[timings.predicted_n - 1] = timings.predicted_ms;
        },
      });
      return decoding(promptTokens, prefillMs, tokenTimes, steps);
    },
  };
}
