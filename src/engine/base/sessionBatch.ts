/** Rows that a session answers in lock-step, and their keys and values so far. */
import { AppError } from "../../shared/errors";
import {
  cpuLoraInputs,
  gpuLoraInputs,
  isSameRow,
  type AdapterRow,
} from "../adapter/deviceAdapter";
import type { GpuDevice } from "../device/gpu";
import { createKeyValueCache, type KeyValueCache } from "./keyValueCache";
import type { LlamaConfig } from "./llamaConfig";
import { INPUTS, OUTPUT_LOGITS, projected } from "./llamaGraph";
import type { LoraLayout } from "../adapter/layout";
import { MOST_TOGETHER, readingRuns } from "./readingRuns";
import { Session, Tensor, type Feeds } from "../device/runtime";

/** Rows answered in lock-step. Logits are `[vocabulary]` for each row's last token. */
export interface Batch {
  /** Tokens in the cache of each row. */
  readonly lengths: readonly number[];
  /**
   * Reads every row's tokens; rows may differ in length. What the batch before has read of a row,
   * with the same adapter, is not read again. On the CPU long texts take several runs; `between`
   * them comes the share that is read. Where that rejects, so does this, and the batch is of no
   * further use.
   */
  prefill(
    tokens: readonly (readonly number[])[],
    between?: (share: number) => Promise<void>,
  ): Promise<Float32Array[]>;
  /** Appends one token a row; throws "context-full" when a row has no room. */
  step(tokens: readonly number[]): Promise<Float32Array[]>;
  dispose(): void;
}

/** Rows are read one by one where this share of the tokens is known. */
const WORTHWHILE = 0.25;

export class SessionBatch implements Batch {
  lengths: number[];
  private readonly rows: readonly AdapterRow[];
  /** What the cache holds of each row. */
  private texts: number[][];
  /** Begins an empty batch of other rows with the same session. */
  private readonly other: (rows: readonly AdapterRow[]) => SessionBatch;
  private earlier: SessionBatch | null;
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
    earlier: SessionBatch | null = null,
  ) {
    this.session = session;
    this.rows = rows;
    this.texts = rows.map(() => []);
    this.other = (others) =>
      new SessionBatch(session, config, layout, contextLength, others, gpu);
    this.earlier = earlier;
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

  async prefill(
    tokens: readonly (readonly number[])[],
    between: (share: number) => Promise<void> = async () => {},
  ): Promise<Float32Array[]> {
    if (tokens.some((row) => row.length === 0)) throw new Error("A row has no tokens.");
    this.checkRoom(Math.max(...tokens.map((row) => row.length)));
    const { earlier } = this;
    this.earlier = null;
    const starts = tokens.map(
      (row, index) => earlier?.start(this.rows[index]!, row) ?? null,
    );
    const known = starts.reduce((sum, start) => sum + (start?.length ?? 0), 0);
    const total = tokens.reduce((sum, { length }) => sum + length, 0);
    this.lengths = tokens.map((row) => row.length);
    const isKnown = known >= WORTHWHILE * total;
    const isLong = !this.gpu && total > MOST_TOGETHER;
    const logits =
      isKnown || isLong
        ? await this.readLanes(tokens, starts, between)
        : await this.readTogether(tokens);
    this.texts = tokens.map((row) => [...row]);
    return logits;
  }

  /** All rows in one run from an empty cache, right-padded. */
  private readTogether(tokens: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const sequence = Math.max(...tokens.map((row) => row.length));
    const padded = new Int32Array(tokens.length * sequence);
    tokens.forEach((row, index) => padded.set(row, index * sequence));
    return this.logits(
      padded,
      sequence,
      tokens.map((row, index) => index * sequence + row.length - 1),
    );
  }

  /** Row by row from where it stood: GroupQueryAttention goes on behind a past with one row only. */
  private async readLanes(
    tokens: readonly (readonly number[])[],
    starts: readonly (Start | null)[],
    between: (share: number) => Promise<void>,
  ): Promise<Float32Array[]> {
    const [logits, kept]: [Float32Array[], Feeds[]] = [[], []];
    const runs = tokens.map((row, index) =>
      readingRuns(starts[index]?.length ?? 0, row.length),
    );
    const count = runs.flat().length;
    let done = 0;
    for (const [index, row] of tokens.entries()) {
      const lane = this.other([this.rows[index]!]);
      try {
        const start = starts[index];
        if (start) lane.cache.begin([start.batch.cache.row(start.row, start.length)]);
        let last: Float32Array[] = [];
        for (const { from, to } of runs[index]!) {
          if (done > 0) await between(done / count);
          lane.lengths = [to];
          const part = Int32Array.from(row.slice(from, to));
          last = await lane.logits(part, part.length, [part.length - 1]);
          done += 1;
        }
        logits.push(...last);
        kept.push(lane.cache.row(0, row.length));
      } finally {
        lane.dispose();
      }
    }
    this.cache.begin(kept);
    return logits;
  }

  /**
   * The row with the same adapter that begins most like `tokens`, and how far. Two tokens at least
   * are left: for the logits, and because one alone goes through other kernels, which round
   * otherwise than those that read the text at first.
   */
  private start(row: AdapterRow, tokens: readonly number[]): Start | null {
    let best: Start | null = null;
    this.rows.forEach((own, index) => {
      if (!isSameRow(own, row)) return;
      const length = Math.min(this.inCommon(index, tokens), tokens.length - 2);
      if (length > (best?.length ?? 0)) best = { batch: this, row: index, length };
    });
    return best;
  }

  /** How many tokens the cache's row has in common with the beginning of `tokens`. */
  inCommon(row: number, tokens: readonly number[]): number {
    const text = this.texts[row]!;
    const different = text.findIndex((token, at) => token !== tokens[at]);
    return different < 0 ? text.length : different;
  }

  /**
   * Appends tokens to a batch of one row; what q, k and v project for the last `count` of them,
   * LoRA included and before rotation: `[layers, count, q + k + v]`. Throws "context-full" when
   * they find no room.
   */
  async project(tokens: readonly number[], count: number): Promise<Float32Array> {
    const length = this.lengths[0]! + tokens.length;
    this.checkRoom(length);
    const text = [...this.texts[0]!, ...tokens];
    // Where the run fails, nothing is known of what it left.
    this.texts = [[]];
    this.lengths = [length];
    const names = Array.from({ length: this.layers }, (_, layer) => projected(layer));
    const last = [tokens.length - 1];
    const outputs = await this.run(Int32Array.from(tokens), tokens.length, last, names);
    const parts = await this.read(outputs, names);
    this.texts = [text];
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
    this.texts = [this.texts[0]!.slice(0, length)];
    this.lengths = [length];
  }

  async step(tokens: readonly number[]): Promise<Float32Array[]> {
    this.checkRoom(Math.max(...this.lengths) + 1);
    this.lengths = this.lengths.map((length) => length + 1);
    tokens.forEach((token, row) => this.texts[row]!.push(token));
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

/** Where a text goes on: behind the first `length` tokens of a batch's row. */
interface Start {
  batch: SessionBatch;
  row: number;
  length: number;
}
