/** transformers.js: its own `generate`, on the base model with f32 weights on WebAssembly. */
import { LlamaForCausalLM, PretrainedConfig, Tensor } from "@huggingface/transformers";
import * as ort from "onnxruntime-web/webgpu";
import { renderConversation } from "../../src/engine/base/chatTemplate";
import { readLlamaConfig } from "../../src/engine/base/llamaConfig";
import { llamaGraph } from "../../src/engine/base/llamaGraph";
import { openDevice } from "../../src/engine/device/devices";
import { externalData } from "../../src/engine/device/externalData";
import { configureRuntime } from "../../src/engine/device/runtime";
import { runtimeFiles } from "../../src/engine/device/runtimeFiles";
import { createTokenizer } from "../../src/engine/base/tokenizer";
import { readGguf } from "../../src/formats/gguf";
import { serialiseModel } from "../../src/formats/onnx";
import { serve } from "../../src/worker/bridge";
import { MODELS, recordOf } from "../../src/shared/models";
import { fetchBase } from "./baseFile";
import {
  CONTEXT_LENGTH,
  decoding,
  MESSAGES,
  THREADS,
  type Contestant,
} from "./contestant";
import { asTransformersGraph } from "./transformersGraph";

/** The part of transformers.js' loosely typed `generate` that is called. */
interface Generator {
  generate(options: {
    inputs: Tensor;
    attention_mask: Tensor;
    max_new_tokens: number;
    do_sample: boolean;
    streamer: { put(tokens: bigint[][]): void; end(): void };
  }): Promise<unknown>;
}

configureRuntime({ threads: THREADS, files: runtimeFiles(self.location.href) });
/** The thread's name is the base model's id. */
const base = recordOf(MODELS, "base", self.name);
let model: Generator;
let prompt: number[];

const contestant: Contestant = {
  async load() {
    const started = performance.now();
    const gguf = readGguf(new Uint8Array(await (await fetchBase(base)).arrayBuffer()));
    const config = readLlamaConfig(gguf);
    const graph = llamaGraph(gguf, config, {
      device: await openDevice("wasm"),
      contextLength: CONTEXT_LENGTH,
      layout: { layers: config.layers, groups: [] },
    });
    const serialised = serialiseModel(
      asTransformersGraph(graph, config.layers, config.vocabulary),
    );
    const session = await ort.InferenceSession.create(serialised.model, {
      executionProviders: ["wasm"],
      externalData: externalData(serialised, (error) => console.error(error)),
      graphOptimizationLevel: "all",
    });
    model = new LlamaForCausalLM(
      new PretrainedConfig({
        model_type: "llama",
        hidden_size: config.size,
        num_attention_heads: config.heads,
        num_key_value_heads: config.kvHeads,
        num_hidden_layers: config.layers,
        vocab_size: config.vocabulary,
      }),
      { model: session },
      {},
    ) as unknown as Generator;
    prompt = createTokenizer(gguf, base.chatTemplate).encode(
      renderConversation(base.chatTemplate, MESSAGES),
    );
    return performance.now() - started;
  },
  async decode({ steps }) {
    const dims = [1, prompt.length];
    const times: number[] = [];
    const started = performance.now();
    await model.generate({
      inputs: new Tensor("int64", BigInt64Array.from(prompt, BigInt), dims),
      attention_mask: new Tensor(
        "int64",
        new BigInt64Array(prompt.length).fill(1n),
        dims,
      ),
      max_new_tokens: steps + 1,
      do_sample: false,
      streamer: { put: () => times.push(performance.now()), end: () => {} },
    });
    // The prompt itself comes first.
    const tokenTimes = times.slice(1);
    return decoding(prompt.length, tokenTimes[0]! - started, tokenTimes, steps);
  },
};
serve(contestant, self);
