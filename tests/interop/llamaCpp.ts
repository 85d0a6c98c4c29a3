/** llama.cpp itself, as the package node-llama-cpp brings it: what it finds likeliest. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { INTEROP } from "./page";

/** The part of node-llama-cpp that is used; it is installed beside the project, not in it. */
interface NodeLlamaCpp {
  getLlama(options: object): Promise<Llama>;
}
interface Llama {
  loadModel(options: object): Promise<LlamaModel>;
  dispose(): Promise<void>;
}
interface LlamaModel {
  createContext(options: object): Promise<LlamaContext>;
  dispose(): Promise<void>;
}
interface LlamaContext {
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
}
interface LlamaSequence {
  clearHistory(): Promise<void>;
  controlledEvaluate(
    tokens: readonly (number | [number, object])[],
  ): Promise<({ next: { token: number | null } } | undefined)[]>;
}

const GREEDY = { temperature: 0 };

export interface LlamaCpp {
  /**
   * The likeliest token in place of each of `answers`, given those before it. Where all are the
   * answer's own, it is what llama.cpp writes greedily.
   */
  likeliest(prompts: number[][], answers: number[][]): Promise<number[][]>;
  dispose(): Promise<void>;
}

/**
 * The base model in `modelPath`, with the LoRA of `loraPath` where there is one. Keys and values are
 * kept in half precision, as llama.cpp does by itself, or in single precision.
 */
export async function openLlamaCpp(
  modelPath: string,
  loraPath: string | null,
  cache: "F16" | "F32" = "F16",
): Promise<LlamaCpp> {
  const entry = join(INTEROP, "node_modules/node-llama-cpp/dist/index.js");
  const { getLlama } = (await import(
    /* @vite-ignore */ pathToFileURL(entry).href
  )) as NodeLlamaCpp;
  const llama = await getLlama({ gpu: false, build: "never", logLevel: "error" });
  const model = await llama.loadModel({ modelPath });
  const lora = loraPath && { adapters: [{ filePath: loraPath, scale: 1 }] };
  const context = await model.createContext({
    contextSize: 512,
    // A second thread would spin where other programs need the processor.
    threads: 1,
    experimentalKvCacheKeyType: cache,
    experimentalKvCacheValueType: cache,
    ...(lora && { lora }),
  });
  const sequence = context.getSequence();
  return {
    async likeliest(prompts, answers) {
      const found: number[][] = [];
      for (const [index, prompt] of prompts.entries()) {
        await sequence.clearHistory();
        const asked = { generateNext: { token: true, options: GREEDY } };
        const given = [...prompt, ...answers[index]!.slice(0, -1)];
        const results = await sequence.controlledEvaluate(
          given.map((token, at) => (at < prompt.length - 1 ? token : [token, asked])),
        );
        found.push(
          results.slice(prompt.length - 1).map((result) => result!.next.token ?? -1),
        );
      }
      return found;
    },
    async dispose() {
      await context.dispose();
      await model.dispose();
      await llama.dispose();
    },
  };
}
