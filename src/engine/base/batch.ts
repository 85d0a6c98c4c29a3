/** Rows that a session answers in lock-step, and their keys and values so far. */
import { AppError } from "../../shared/errors";
import type { LoraLayout } from "../adapter/layout";
import type { AdapterRow } from "../adapter/rows";
import type { KeyValueCache } from "../device/cache";
import type { ComputeDevice, GraphSession, LoraInputs } from "../device/device";
import { Tensor, type Feeds } from "../device/runtime";
import type { LlamaConfig } from "./llamaConfig";
import { INPUTS, OUTPUT_LOGITS, projected } from "./llamaGraph";

/** Rows answered in lock-step. Logits are `[vocabulary]` for each row's last token. */
export interface Batch {
  /** Tokens in the cache of each row. */
  readonly lengths: readonly number[];
  /**
   * Reads every row's prompt; prompts may differ in length. Where batches are kept, what the batch
   * before has read of a row with the same adapter is not read again, and long prompts take
   * several runs, `between` which comes the share that is read. Where that rejects, so does this,
   * and the batch is of no further use.
   */
  prefill(
    prompts: readonly (readonly number[])[],
    between?: Between,
  ): Promise<Float32Array[]>;
  /**
   * Appends one token a row, and none to a row with null, whose text stays as it is and whose logits
   * mean nothing. Throws "context-full" when a row has no room.
   */
  step(tokens: readonly (number | null)[]): Promise<Float32Array[]>;
  dispose(): void;
}

/** A callback that is told the share of the prompts read so far. */
export type Between = (share: number) => Promise<void>;

/** Parts that all batches of a model share. */
export interface BatchModel {
  device: ComputeDevice;
  session: GraphSession;
  config: LlamaConfig;
  layout: LoraLayout;
}

/** A batch that reads its prompts in one run, whatever its cache. */
export class SessionBatch<Cache extends KeyValueCache = KeyValueCache> implements Batch {
  lengths: number[];
  protected readonly model: BatchModel;
  protected readonly rows: readonly AdapterRow[];
  /** Most tokens a row may have. */
  protected readonly contextLength: number;
  protected readonly cache: Cache;
  /** Tokens that the cache holds of each row. */
  private texts: number[][];
  private readonly lora: LoraInputs;

  /** The cache is empty, has a place for each row, and belongs to the batch from now on. */
  constructor(
    model: BatchModel,
    rows: readonly AdapterRow[],
    cache: Cache,
    contextLength: number,
  ) {
    this.model = model;
    this.rows = rows;
    this.cache = cache;
    this.contextLength = contextLength;
    this.lengths = rows.map(() => 0);
    this.texts = rows.map(() => []);
    this.lora = model.device.loraInputs(model.layout, rows);
  }

  async prefill(
    prompts: readonly (readonly number[])[],
    between: Between = async () => {},
  ): Promise<Float32Array[]> {
    if (prompts.some(({ length }) => length === 0)) {
      throw new Error("A row has no tokens.");
    }
    this.checkRoom(Math.max(...prompts.map(({ length }) => length)));
    this.lengths = prompts.map(({ length }) => length);
    const logits = await this.read(prompts, between);
    this.texts = prompts.map((tokens) => [...tokens]);
    return logits;
  }

  /** All prompts in one run from an empty cache, right-padded. */
  protected read(
    prompts: readonly (readonly number[])[],
    _between: Between,
  ): Promise<Float32Array[]> {
    const sequence = Math.max(...prompts.map(({ length }) => length));
    const padded = new Int32Array(prompts.length * sequence);
    prompts.forEach((tokens, row) => padded.set(tokens, row * sequence));
    return this.logits(
      padded,
      sequence,
      prompts.map(({ length }, row) => row * sequence + length - 1),
    );
  }

  /** Number of tokens that the cache's row has in common with the beginning of `tokens`. */
  inCommon(row: number, tokens: readonly number[]): number {
    const text = this.texts[row]!;
    const different = text.findIndex((token, at) => token !== tokens[at]);
    return different < 0 ? text.length : different;
  }

  /**
   * Appends tokens to a batch of one row. Queries, keys and values of the last `count` of them,
   * LoRA included and before rotation: `[layers, count, q + k + v]`. Throws "context-full" when
   * they find no room.
   */
  async project(tokens: readonly number[], count: number): Promise<Float32Array> {
    const length = this.lengths[0]! + tokens.length;
    this.checkRoom(length);
    const text = [...this.texts[0]!, ...tokens];
    // After a failed run nothing is known about the cache.
    this.texts = [[]];
    this.lengths = [length];
    const { layers } = this.model.config;
    const names = Array.from({ length: layers }, (_, layer) => projected(layer));
    const last = [tokens.length - 1];
    const parts = await this.run(Int32Array.from(tokens), tokens.length, last, names);
    this.texts = [text];
    const width = parts[0]!.length / tokens.length;
    const result = new Float32Array(layers * count * width);
    parts.forEach((part, layer) =>
      result.set(part.subarray(part.length - count * width), layer * count * width),
    );
    return result;
  }

  /** Forgets all but the first `length` tokens of a batch of one row. */
  truncate(length: number): void {
    this.cache.truncate(length);
    this.texts = [this.texts[0]!.slice(0, length)];
    this.lengths = [length];
  }

  async step(tokens: readonly (number | null)[]): Promise<Float32Array[]> {
    const lengths = this.lengths.map((length, row) =>
      tokens[row] === null ? length : length + 1,
    );
    this.checkRoom(Math.max(...lengths));
    this.lengths = lengths;
    tokens.forEach((token, row) => {
      if (token !== null) this.texts[row]!.push(token);
    });
    // The last token of a row that is left alone takes its own place once more.
    const read = tokens.map((token, row) => token ?? this.texts[row]!.at(-1)!);
    return this.logits(
      Int32Array.from(read),
      1,
      tokens.map((_, row) => row),
    );
  }

  dispose(): void {
    this.cache.dispose();
    this.lora.dispose();
  }

  private checkRoom(length: number): void {
    if (length <= this.contextLength) return;
    throw new AppError({ code: "context-full", tokens: null, most: this.contextLength });
  }

  protected async logits(
    tokens: Int32Array,
    sequence: number,
    last: readonly number[],
  ): Promise<Float32Array[]> {
    const [logits] = await this.run(tokens, sequence, last, [OUTPUT_LOGITS]);
    const { vocabulary } = this.model.config;
    return this.lengths.map((_, row) =>
      logits!.subarray(row * vocabulary, (row + 1) * vocabulary),
    );
  }

  /** Values of the outputs named in `wanted`; keys and values go to the cache. */
  private async run(
    tokens: Int32Array,
    sequence: number,
    last: readonly number[],
    wanted: readonly string[],
  ): Promise<Float32Array[]> {
    const rows = this.lengths.length;
    const longest = Math.max(...this.lengths);
    const lengths = Int32Array.from(this.lengths, (length) => length - 1);
    const feeds: Feeds = {
      [INPUTS.tokens]: new Tensor("int32", tokens, [rows, sequence]),
      [INPUTS.last]: new Tensor("int32", Int32Array.from(last), [rows]),
      [INPUTS.lengths]: new Tensor("int32", lengths, [rows]),
      [INPUTS.total]: new Tensor("int32", Int32Array.of(longest), [1]),
      ...this.lora.feeds,
      ...this.cache.feeds(),
    };
    const fetches = { ...this.cache.fetches() };
    for (const name of wanted) fetches[name] = null;
    const { session, device } = this.model;
    const outputs = await session.run(feeds, fetches);
    this.cache.accept(outputs);
    return device.read(outputs, wanted);
  }
}
