/** A batch whose cache's rows can be moved: it goes on where the batch before has got to. */
import { isSameRow, type AdapterRow } from "../adapter/rows";
import type { CachedRow, CacheStrategy, GrowingCache } from "../device/cache";
import { SessionBatch, type BatchModel, type Between } from "./batch";
import { MOST_TOGETHER, promptChunks } from "./promptChunks";

/** Rows are read one by one where this share of the tokens is known. */
const WORTHWHILE = 0.25;

/** Where a prompt goes on: behind the first `length` tokens of a batch's row. */
interface KnownPrefix {
  batch: GrowingBatch;
  row: number;
  length: number;
}

export class GrowingBatch extends SessionBatch<GrowingCache> {
  private readonly caches: CacheStrategy & { kind: "growing" };
  private earlier: GrowingBatch | null;

  /** Rows of `earlier`, which is not disposed before `prefill`, may begin those of this batch. */
  constructor(
    model: BatchModel,
    rows: readonly AdapterRow[],
    caches: CacheStrategy & { kind: "growing" },
    contextLength: number,
    earlier: GrowingBatch | null = null,
  ) {
    super(model, rows, caches.create(model.config, rows.length), contextLength);
    this.caches = caches;
    this.earlier = earlier;
  }

  /** In one run, or row by row where the prompts are long or begin as what is known. */
  protected override read(
    prompts: readonly (readonly number[])[],
    between: Between,
  ): Promise<Float32Array[]> {
    const { earlier } = this;
    this.earlier = null;
    const prefixes = prompts.map(
      (tokens, row) => earlier?.prefixOf(this.rows[row]!, tokens) ?? null,
    );
    const known = prefixes.reduce((sum, prefix) => sum + (prefix?.length ?? 0), 0);
    const total = prompts.reduce((sum, { length }) => sum + length, 0);
    return known >= WORTHWHILE * total || total > MOST_TOGETHER
      ? this.readRowByRow(prompts, prefixes, between)
      : super.read(prompts, between);
  }

  /** GroupQueryAttention reads several tokens behind a past with one row only. */
  private async readRowByRow(
    prompts: readonly (readonly number[])[],
    prefixes: readonly (KnownPrefix | null)[],
    between: Between,
  ): Promise<Float32Array[]> {
    const [logits, kept]: [Float32Array[], CachedRow[]] = [[], []];
    const chunks = prompts.map(({ length }, row) =>
      promptChunks(prefixes[row]?.length ?? 0, length),
    );
    const count = chunks.flat().length;
    let done = 0;
    for (const [row, tokens] of prompts.entries()) {
      const { model, caches, contextLength } = this;
      const single = new GrowingBatch(model, [this.rows[row]!], caches, contextLength);
      try {
        const prefix = prefixes[row];
        if (prefix)
          single.cache.begin([prefix.batch.cache.row(prefix.row, prefix.length)]);
        let last: Float32Array[] = [];
        for (const { from, to } of chunks[row]!) {
          if (done > 0) await between(done / count);
          single.lengths = [to];
          const chunk = Int32Array.from(tokens.slice(from, to));
          last = await single.logits(chunk, chunk.length, [chunk.length - 1]);
          done += 1;
        }
        logits.push(...last);
        kept.push(single.cache.row(0, tokens.length));
      } finally {
        single.dispose();
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
  private prefixOf(row: AdapterRow, tokens: readonly number[]): KnownPrefix | null {
    let best: KnownPrefix | null = null;
    this.rows.forEach((own, index) => {
      if (!isSameRow(own, row)) return;
      const length = Math.min(this.inCommon(index, tokens), tokens.length - 2);
      if (length > (best?.length ?? 0)) best = { batch: this, row: index, length };
    });
    return best;
  }
}
