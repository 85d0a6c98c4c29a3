/** The base model as a session: adapters in, batches of rows that share one forward pass. */
import type { Gguf } from "../formats/gguf";
import { serialiseModel } from "../formats/onnx";
import type { Device } from "../shared/engine";
import { AppError } from "../shared/errors";
import {
  cpuLoraInputs,
  gpuLoraInputs,
  scaleInput,
  type AdapterRow,
  type DeviceAdapter,
  type GpuGroup,
} from "./deviceAdapter";
import type { GpuDevice } from "./gpu";
import { createKeyValueCache, type KeyValueCache } from "./keyValueCache";
import { readLlamaConfig, type LlamaConfig } from "./llamaConfig";
import {
  INPUTS,
  llamaGraph,
  OUTPUT_LOGITS,
  presentKey,
  presentValue,
  projected,
} from "./llamaGraph";
import { loraLayout, type LoraLayout, type PackedAdapter } from "./loraLayout";
import { Session, Tensor, type Feeds } from "./runtime";

export type { DeviceAdapter } from "./deviceAdapter";

export interface LanguageModelOptions {
  device: Device;
  gpu?: GpuDevice | undefined;
  contextLength: number;
  targetModules: readonly string[];
  /** Whether the target modules of a group share their A, see loraLayout; absent: no. */
  sharesA?: boolean;
  /** Whether `project` will be asked for; absent: no. */
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
  startBatch(rows: readonly AdapterRow[]): Batch;
  /**
   * What q, k and v project for the last `count` of a row's tokens, LoRA included and before
   * rotation: `[layers, count, q + k + v]`. Throws "context-full" when the tokens find no room.
   */
  project(
    row: AdapterRow,
    tokens: readonly number[],
    count: number,
  ): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Rows answered in lock-step. Logits are `[vocabulary]` for each row's last token. */
export interface Batch {
  /** Tokens in the cache of each row. */
  readonly lengths: readonly number[];
  /** Reads every row's tokens from an empty cache; rows may differ in length. */
  prefill(tokens: readonly (readonly number[])[]): Promise<Float32Array[]>;
  /** Appends one token a row; throws "context-full" when a row has no room. */
  step(tokens: readonly number[]): Promise<Float32Array[]>;
  dispose(): void;
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
  const startBatch = (rows: readonly AdapterRow[]) =>
    new SessionBatch(session, config, layout, contextLength, rows, gpu);
  return {
    config,
    layout,
    contextLength,
    bytesHeld,
    uploadAdapter: (packed, groups) => placeAdapter(packed, gpu, groups),
    startBatch,
    async project(row, tokens, count) {
      const batch = startBatch([row]);
      try {
        return await batch.project(tokens, count);
      } finally {
        batch.dispose();
      }
    },
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

class SessionBatch implements Batch {
  lengths: number[];
  private readonly session: Session;
  private readonly layers: number;
  private readonly vocabulary: number;
  private readonly contextLength: number;
  private readonly cache: KeyValueCache;
  private readonly lora: Feeds;
  private readonly disposeLora: () => void;
  private readonly gpu: GpuDevice | undefined;

  constructor(
    session: Session,
    config: LlamaConfig,
    layout: LoraLayout,
    contextLength: number,
    rows: readonly AdapterRow[],
    gpu: GpuDevice | undefined,
  ) {
    this.session = session;
    this.gpu = gpu;
    this.layers = config.layers;
    this.vocabulary = config.vocabulary;
    this.contextLength = contextLength;
    this.lengths = rows.map(() => 0);
    this.cache = createKeyValueCache(config, rows.length, contextLength, gpu);
    const lora = gpu
      ? gpuLoraInputs(gpu, layout, rows)
      : { feeds: cpuLoraInputs(layout, rows), dispose: () => {} };
    this.lora = layout.groups.length > 0 ? { ...lora.feeds, ...scaleInput(rows) } : {};
    this.disposeLora = lora.dispose;
  }

  async prefill(tokens: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const sequence = Math.max(...tokens.map((row) => row.length));
    if (tokens.some((row) => row.length === 0)) throw new Error("A row has no tokens.");
    this.checkRoom(sequence);
    const padded = new Int32Array(tokens.length * sequence);
    tokens.forEach((row, index) => padded.set(row, index * sequence));
    this.lengths = tokens.map((row) => row.length);
    return this.logits(
      padded,
      sequence,
      tokens.map((row, index) => index * sequence + row.length - 1),
    );
  }

  /** See LanguageModel.project; for a batch of one row. */
  async project(tokens: readonly number[], count: number): Promise<Float32Array> {
    this.checkRoom(tokens.length);
    this.lengths = [tokens.length];
    const names = Array.from({ length: this.layers }, (_, layer) => projected(layer));
    const last = [tokens.length - 1];
    const outputs = await this.run(Int32Array.from(tokens), tokens.length, last, names);
    const parts = await this.read(outputs, names);
    const width = parts[0]!.length / tokens.length;
    const result = new Float32Array(this.layers * count * width);
    parts.forEach((part, layer) =>
      result.set(part.subarray(part.length - count * width), layer * count * width),
    );
    return result;
  }

  async step(tokens: readonly number[]): Promise<Float32Array[]> {
    this.checkRoom(Math.max(...this.lengths) + 1);
    this.lengths = this.lengths.map((length) => length + 1);
    return this.logits(
      Int32Array.from(tokens),
      1,
      tokens.map((_, row) => row),
    );
  }

  dispose(): void {
    this.cache.dispose();
    this.disposeLora();
  }

  private checkRoom(length: number): void {
    if (length <= this.contextLength) return;
    throw new AppError(
      "context-full",
      `The conversation reached ${this.contextLength} tokens, all the model's memory holds.`,
    );
  }

  private async logits(
    tokens: Int32Array,
    sequence: number,
    last: readonly number[],
  ): Promise<Float32Array[]> {
    const wanted = [OUTPUT_LOGITS];
    const outputs = await this.run(tokens, sequence, last, wanted);
    const logits = (await this.read(outputs, wanted))[0]!;
    const { vocabulary } = this;
    return this.lengths.map((_, row) =>
      logits.subarray(row * vocabulary, (row + 1) * vocabulary),
    );
  }

  /** The values of outputs, unless the GPU failed on the way to them. */
  private async read(outputs: Feeds, names: readonly string[]): Promise<Float32Array[]> {
    const values = await Promise.all(
      names.map(async (name) => (await outputs[name]!.getData()) as Float32Array),
    );
    this.gpu?.throwUncaptured();
    return values;
  }

  /** The outputs named in `wanted`; keys and values go to the cache. */
  private async run(
    tokens: Int32Array,
    sequence: number,
    last: readonly number[],
    wanted: readonly string[],
  ): Promise<Feeds> {
    const rows = this.lengths.length;
    const longest = Math.max(...this.lengths);
    const lengths = Int32Array.from(this.lengths, (length) => length - 1);
    const feeds: Feeds = {
      [INPUTS.tokens]: new Tensor("int32", tokens, [rows, sequence]),
      [INPUTS.last]: new Tensor("int32", Int32Array.from(last), [rows]),
      [INPUTS.lengths]: new Tensor("int32", lengths, [rows]),
      [INPUTS.total]: new Tensor("int32", Int32Array.of(longest), [1]),
      ...this.lora,
      ...this.cache.feeds(),
    };
    const fetches = { ...this.cache.fetches() };
    for (const name of wanted) fetches[name] = null;
    const outputs = await this.session.run(feeds, fetches);
    this.cache.accept(outputs);
    return outputs;
  }
}
