/** Answers several columns in lock-step: one batch row a column, one token a step. */
import type { ChatTemplate } from "../../shared/chatTemplates";
import type { AdapterScope } from "../../shared/adapter";
import type {
  ChatEvent,
  ColumnRequest,
  ColumnResult,
  FinishReason,
} from "../../shared/chat";
import { AppError, throwIfAborted } from "../../shared/errors";
import type { SamplerSettings } from "../../shared/sampler";
import { renderConversation } from "./chatTemplate";
import type { PlacedAdapter } from "../adapter/rows";
import type { Batch } from "./batch";
import type { LanguageModel } from "./languageModel";
import { createSampler, type Sampler } from "./sampling";
import type { StreamDecoder, Tokenizer } from "./tokenizer";
import { nextTurn } from "./turn";

/** A column with its adapter resolved; `scale` is scaling × strength. */
export interface ConversationColumn {
  id: string;
  messages: ColumnRequest["messages"];
  adapter: PlacedAdapter | null;
  scale: number;
  scope?: AdapterScope | null;
}

export interface ConversationOptions {
  sampler: SamplerSettings;
  maxNewTokens: number;
  onEvents: (events: ChatEvent[]) => void;
  signal?: AbortSignal | undefined;
  /** Keeps what the last answers read, so that it is not read again; absent: nothing is kept. */
  memory?: ConversationMemory;
  chatTemplate: ChatTemplate;
}

/** Keys and values of the last answers; whoever holds it disposes of the batch at the end. */
export interface ConversationMemory {
  batch: Batch | null;
}

/** State of one column while it is being written. */
interface Row {
  column: ConversationColumn;
  history: number[];
  sample: Sampler;
  decoder: StreamDecoder;
  text: string;
  tokens: number;
  finish: FinishReason | null;
  finishedAt: number;
}

/**
 * Writes every column's next answer. Aborting before the first token rejects; later it
 * resolves with what was written. Rejects with "context-full" when a prompt leaves no room.
 */
export async function answerColumns(
  model: LanguageModel,
  tokenizer: Tokenizer,
  columns: readonly ConversationColumn[],
  options: ConversationOptions,
): Promise<ColumnResult[]> {
  const { signal, memory, chatTemplate } = options;
  const prompts = columns.map(({ messages }) =>
    tokenizer.encode(renderConversation(chatTemplate, messages)),
  );
  checkRoom(prompts, model.contextLength);
  const rows = columns.map((column, index) => startRow(column, prompts[index]!));
  const batch = model.startBatch(
    columns.map(({ adapter, scale, scope = null }) => ({ adapter, scale, scope })),
    memory?.batch,
  );
  let isKept = false;
  try {
    const startedAt = performance.now();
    let logits = await batch.prefill(prompts, async (share) => {
      options.onEvents(rows.map((row) => eventOf(row, share, 0)));
      await untilMessagesHandled();
    });
    await untilMessagesHandled();
    const decodingFrom = performance.now();
    for (;;) {
      const events = rows.flatMap((row, index) =>
        row.finish === null ? [advance(row, logits[index]!, decodingFrom)] : [],
      );
      options.onEvents(events);
      await nextTurn();
      if (signal?.aborted) finishAll("aborted");
      rows.forEach((row, index) => {
        if (row.finish !== null || batch.lengths[index]! < model.contextLength) return;
        finish(row, "context-full", performance.now());
      });
      if (rows.every(({ finish }) => finish !== null)) break;
      logits = await batch.step(
        rows.map(({ finish, history }) => (finish === null ? history.at(-1)! : null)),
      );
    }
    if (memory && model.keepsBatches) {
      memory.batch?.dispose();
      memory.batch = batch;
      isKept = true;
    }
    return rows.map((row) => ({
      columnId: row.column.id,
      text: row.text,
      tokens: row.tokens,
      finish: row.finish!,
      tokensPerSecond: rate(row, decodingFrom, row.finishedAt),
      firstTokenMs: decodingFrom - startedAt,
    }));
  } finally {
    if (!isKept) batch.dispose();
  }

  async function untilMessagesHandled(): Promise<void> {
    await nextTurn();
    throwIfAborted(signal);
  }

  function startRow(column: ConversationColumn, prompt: readonly number[]): Row {
    return {
      column,
      history: [...prompt],
      sample: createSampler(options.sampler, tokenizer.unusedTokens),
      decoder: tokenizer.streamDecoder(),
      text: "",
      tokens: 0,
      finish: null,
      finishedAt: 0,
    };
  }

  /** Samples the row's next token and tells what has become of the row. */
  function advance(row: Row, rowLogits: Float32Array, decodingFrom: number): ChatEvent {
    const token = row.sample(rowLogits, row.history);
    row.history.push(token);
    const now = performance.now();
    if (tokenizer.stopTokens.has(token)) {
      finish(row, "stop", now);
    } else {
      row.tokens += 1;
      row.text = row.decoder.push(token);
      if (row.tokens >= options.maxNewTokens) finish(row, "length", now);
    }
    return eventOf(row, 1, rate(row, decodingFrom, now));
  }

  function finish(row: Row, reason: FinishReason, now: number): void {
    row.text = row.decoder.finish(reason !== "stop");
    row.finish = reason;
    row.finishedAt = now;
  }

  function finishAll(reason: FinishReason): void {
    const now = performance.now();
    for (const row of rows) if (row.finish === null) finish(row, reason, now);
  }
}

function checkRoom(prompts: readonly (readonly number[])[], contextLength: number): void {
  const longest = Math.max(...prompts.map((prompt) => prompt.length));
  if (longest < contextLength) return;
  throw new AppError({ code: "context-full", tokens: longest, most: contextLength });
}

/** State of a row so far. */
function eventOf(row: Row, read: number, tokensPerSecond: number): ChatEvent {
  const { column, text, tokens, finish } = row;
  return { columnId: column.id, read, text, tokens, finish, tokensPerSecond };
}

/**
 * Tokens a second of decoding; the first token belongs to the prefill and is not counted. 0 where
 * the clock, which some browsers round to a tenth of a second, has not moved.
 */
function rate(row: Row, decodingFrom: number, now: number): number {
  const seconds = (now - decodingFrom) / 1000;
  return row.tokens > 1 && seconds > 0 ? (row.tokens - 1) / seconds : 0;
}
