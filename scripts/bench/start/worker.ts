/** Loads models in a thread of its own, as the page does, or the base model alone. */
import { createLanguageModel } from "../../../src/engine/base/languageModel";
import { openDevice } from "../../../src/engine/device/devices";
import { runtimeFiles } from "../../../src/engine/device/runtimeFiles";
import { configureRuntime } from "../../../src/engine/device/runtime";
import { createEngine } from "../../../src/engine/engine";
import { siteFiles } from "../../../src/engine/files/modelFiles";
import { serve } from "../../../src/worker/bridge";
import { loadedWith } from "../../initialModels";
import { CONTEXT_LENGTH, THREADS } from "../contestant";
import { readPrompt } from "../prompt";

/** - page: with LoRA in its graph, and with a hypernetwork where there is one; plain: without. */
export type Loaded = "page" | "plain";

export interface Loading {
  ms: number;
  /** Moments at which a stage of the page's loading began, in milliseconds from the start. */
  stages: { stage: string; at: number }[];
  /** Bytes of the base model's weights as the session holds them. */
  bytesHeld: number;
  /** Bytes of the WebAssembly heap, which never shrinks. */
  heapBytes: number;
}

/** Memories of the runtime. */
const memories: WebAssembly.Memory[] = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};

const loader = {
  async load(what: Loaded, baseModelId: string): Promise<Loading> {
    const stages: Loading["stages"] = [];
    const started = performance.now();
    const bytesHeld = await LOADS[what](baseModelId, (stage) => {
      if (stages.at(-1)?.stage !== stage) {
        stages.push({ stage, at: performance.now() - started });
      }
    });
    const ms = performance.now() - started;
    const heapBytes = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    return { ms, stages, bytesHeld, heapBytes };
  },
};
export type Loader = typeof loader;

const files = siteFiles(`${self.location.origin}/`);
const runtime = { threads: THREADS, files: runtimeFiles(self.location.href) };

/** Resolve with the bytes held. */
const LOADS: Record<
  Loaded,
  (baseModelId: string, onStage: (stage: string) => void) => Promise<number>
> = {
  async page(baseModelId, onStage) {
    const engine = createEngine({ files, runtime });
    const { base } = await engine.load(
      { device: "wasm", contextLength: CONTEXT_LENGTH, ...loadedWith(baseModelId) },
      (progress) => onStage(progress.stage === "build" ? progress.what : "files"),
    );
    return base.bytesHeld;
  },
  async plain(baseModelId) {
    configureRuntime(runtime);
    const { gguf } = await readPrompt(files, baseModelId);
    const { bytesHeld } = await createLanguageModel(gguf, {
      device: await openDevice("wasm"),
      contextLength: CONTEXT_LENGTH,
      targetModules: [],
    });
    return bytesHeld;
  },
};

serve(loader, self);
