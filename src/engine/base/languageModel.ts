/** The base model as a session: adapters in, batches of rows that share one forward pass. */
import type { Gguf } from "../../formats/gguf";
import { loraLayout, type LoraLayout } from "../adapter/layout";
import type { AdapterRow, GeneratedAdapter, PlacedAdapter } from "../adapter/rows";
import { cacheNames } from "../device/cache";
import type { ComputeDevice } from "../device/device";
import { SessionBatch, type Batch } from "./batch";
import { GrowingBatch } from "./growingBatch";
import { readLlamaConfig, type LlamaConfig } from "./llamaConfig";
import { llamaGraph } from "./llamaGraph";
import { createTextReader, type TextReader } from "./textReader";

export interface LanguageModelOptions {
  device: ComputeDevice;
  contextLength: number;
  targetModules: readonly string[];
  /** Whether the target modules of a group share their A, see loraLayout; absent means no. */
  sharesA?: boolean;
  /** Whether texts will be read, see `startReading`; absent means no. */
  givesProjections?: boolean;
}

export interface LanguageModel {
  readonly config: LlamaConfig;
  readonly layout: LoraLayout;
  readonly contextLength: number;
  /** Bytes of the weights as the session holds them. */
  readonly bytesHeld: number;
  /** Puts an adapter where the session reads it, and owns its buffers from now on. */
  placeAdapter(adapter: GeneratedAdapter): PlacedAdapter;
  /**
   * `earlier` is the batch before, not disposed, if there is one: its rows may begin this one's
   * where `keepsBatches`.
   */
  startBatch(rows: readonly AdapterRow[], earlier?: Batch | null): Batch;
  /** Whether a batch is worth keeping for the next one. */
  readonly keepsBatches: boolean;
  /** Texts of at most `longest` tokens are read with this LoRA, for their projections. */
  startReading(row: AdapterRow, longest: number): TextReader;
  dispose(): Promise<void>;
}

/** Builds the graph from the GGUF and creates the session. */
export async function createLanguageModel(
  gguf: Gguf,
  options: LanguageModelOptions,
): Promise<LanguageModel> {
  const { device, targetModules, sharesA, givesProjections = false } = options;
  const { caches } = device;
  const config = readLlamaConfig(gguf);
  const contextLength = Math.min(options.contextLength, config.trainedContext);
  const layout = loraLayout(config.layers, config.projections, targetModules, sharesA);
  const graph = llamaGraph(gguf, config, {
    device,
    contextLength,
    layout,
    givesProjections,
  });
  const session = await device.createSession(
    graph,
    cacheNames(config).map(({ present }) => present),
  );
  const bytesHeld = graph.initializers.reduce(
    (sum, { bytes }) => sum + bytes.byteLength,
    0,
  );
  const model = { device, session, config, layout };
  return {
    config,
    layout,
    contextLength,
    bytesHeld,
    placeAdapter: (adapter) => device.placeAdapter(adapter),
    keepsBatches: caches.kind === "growing",
    startBatch: (rows, earlier) => startBatch(rows, contextLength, earlier),
    startReading: (row, longest) =>
      createTextReader(startBatch([row], Math.min(longest, contextLength))),
    dispose: () => session.dispose(),
  };

  /** `room` is the most tokens a row may have. */
  function startBatch(
    rows: readonly AdapterRow[],
    room: number,
    earlier?: Batch | null,
  ): SessionBatch {
    switch (caches.kind) {
      case "static": {
        const cache = caches.create(config, rows.length, room);
        return new SessionBatch(model, rows, cache, room);
      }
      case "growing": {
        const known = earlier instanceof GrowingBatch ? earlier : null;
        return new GrowingBatch(model, rows, caches, room, known);
      }
      default:
        return caches satisfies never;
    }
  }
}
