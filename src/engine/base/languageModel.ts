/** The base model as a session: adapters in, batches of rows that share one forward pass. */
import type { Gguf } from "../../formats/gguf";
import { serialiseModel } from "../../formats/onnx";
import type { Device } from "../../shared/engine";
import type { AdapterRow, DeviceAdapter, GpuGroup } from "../adapter/deviceAdapter";
import type { GpuDevice } from "../device/gpu";
import { readLlamaConfig, type LlamaConfig } from "./llamaConfig";
import { llamaGraph, presentKey, presentValue } from "./llamaGraph";
import { loraLayout, type LoraLayout, type PackedAdapter } from "../adapter/layout";
import { Session } from "../device/runtime";
import { SessionBatch, type Batch } from "./sessionBatch";
import { createTextReading, type TextReading } from "./textReading";

export type { DeviceAdapter } from "../adapter/deviceAdapter";
export type { Batch } from "./sessionBatch";

export interface LanguageModelOptions {
  device: Device;
  gpu?: GpuDevice | undefined;
  contextLength: number;
  targetModules: readonly string[];
  /** Whether the target modules of a group share their A, see loraLayout; absent: no. */
  sharesA?: boolean;
  /** Whether texts will be read, see `startReading`; absent: no. */
  givesProjections?: boolean;
}

export interface LanguageModel {
  readonly config: LlamaConfig;
  readonly layout: LoraLayout;
  readonly contextLength: number;
  /** Of the weights as the session holds them. */
  readonly bytesHeld: number;
  /** Puts an adapter where the session reads it; `gpu` hands over buffers already there. */
  uploadAdapter(packed: PackedAdapter, gpu?: GpuGroup[]): DeviceAdapter;
  /**
   * `earlier` is the batch before, not disposed, if there is one: its rows may begin this one's.
   * Only where `keepsBatches`.
   */
  startBatch(rows: readonly AdapterRow[], earlier?: Batch | null): Batch;
  /** Whether a batch is worth keeping for the next: on the GPU its cache is as long as the context. */
  readonly keepsBatches: boolean;
  /** Texts of at most `longest` tokens are read with this LoRA, for what q, k and v project. */
  startReading(row: AdapterRow, longest: number): TextReading;
  dispose(): Promise<void>;
}

/** Builds the graph from the GGUF and creates the session. */
export async function createLanguageModel(
  gguf: Gguf,
  options: LanguageModelOptions,
): Promise<LanguageModel> {
  const { device, gpu } = options;
  const config = readLlamaConfig(gguf);
  const contextLength = Math.min(options.contextLength, config.trainedContext);
  const layout = loraLayout(
    config.layers,
    config.projections,
    options.targetModules,
    options.sharesA,
  );
  const { givesProjections = false } = options;
  const graph = llamaGraph(gguf, config, {
    device,
    contextLength,
    layout,
    givesProjections,
  });
  const presents = Array.from({ length: config.layers }, (_, layer) => [
    presentKey(layer),
    presentValue(layer),
  ]).flat();
  const session = await Session.create(serialiseModel(graph), {
    device,
    gpu: gpu?.device,
    gpuOutputs: presents,
  });
  const bytesHeld = graph.initializers.reduce(
    (sum, { bytes }) => sum + bytes.byteLength,
    0,
  );
  const startBatch = (
    rows: readonly AdapterRow[],
    room: number,
    earlier: SessionBatch | null = null,
  ) => new SessionBatch(session, config, layout, room, rows, gpu, earlier);
  return {
    config,
    layout,
    contextLength,
    bytesHeld,
    uploadAdapter: (packed, groups) => placeAdapter(packed, gpu, groups),
    keepsBatches: device === "wasm",
    startBatch: (rows, earlier) =>
      startBatch(rows, contextLength, earlier instanceof SessionBatch ? earlier : null),
    startReading: (row, longest) =>
      createTextReading(startBatch([row], Math.min(longest, contextLength))),
    dispose: () => session.dispose(),
  };
}

function placeAdapter(
  packed: PackedAdapter,
  gpu: GpuDevice | undefined,
  groups?: GpuGroup[],
): DeviceAdapter {
  if (!gpu) return { packed, gpu: null, dispose: () => {} };
  const placed =
    groups ?? packed.groups.map(({ A, B }) => ({ A: upload(A), B: upload(B) }));
  return {
    packed,
    gpu: placed,
    dispose: () =>
      placed.forEach(({ A, B }) => [A, B].forEach((buffer) => buffer.destroy())),
  };

  function upload(values: Float32Array): GPUBuffer {
    const buffer = gpu!.createBuffer(values.byteLength);
    gpu!.write(buffer, values);
    return buffer;
  }
}
