/** Rows that a session answers in lock-step, and their keys and values so far. */
import { AppError } from "../shared/errors";
import { cpuLoraInputs, gpuLoraInputs, type AdapterRow } from "./deviceAdapter";
import type { GpuDevice } from "./gpu";
import { createKeyValueCache, type KeyValueCache } from "./keyValueCache";
import type { LlamaConfig } from "./llamaConfig";
import { INPUTS, OUTPUT_LOGITS, projected } from "./llamaGraph";
import type { LoraLayout } from "./loraLayout";
import { Session, Tensor, type Feeds } from "./runtime";

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

export class SessionBatch implements Batch {
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
    this.lora = lora.feeds;
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

  /**
   * Appends tokens to a batch of one row; what q, k and v project for the last `count` of them,
   * LoRA included and before rotation: `[layers, count, q + k + v]`. Throws "context-full" when
   * they find no room.
   */
  async project(tokens: readonly number[], count: number): Promise<Float32Array> {
    const length = this.lengths[0]! + tokens.length;
    this.checkRoom(length);
    this.lengths = [length];
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

  /** Forgets all but the first `length` tokens of a batch of one row. */
  truncate(length: number): void {
    this.cache.truncate(length);
    this.lengths = [length];
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
