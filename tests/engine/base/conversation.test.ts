import { expect, test, vi } from "vitest";
import { sayingInEnglish } from "../../sayingInEnglish";
import {
  answerColumns,
  type ConversationColumn,
} from "../../../src/engine/base/conversation";
import type { Batch } from "../../../src/engine/base/batch";
import type { LanguageModel } from "../../../src/engine/base/languageModel";
import type { Tokenizer } from "../../../src/engine/base/tokenizer";
import { promptText } from "../../../src/engine/base/chatTemplate";
import { CHATML } from "../../../src/shared/chatTemplates";
import type { ChatEvent } from "../../../src/shared/chat";
import { GREEDY } from "../../../src/shared/sampler";

const STOP = 0;
const ALPHABET = "_abcdefghijklmnopqrstuvwxyz";

const tokenizer: Tokenizer = {
  encode: (prompt) =>
    Array.from(typeof prompt === "string" ? prompt : promptText(prompt), () => 1),
  stopTokens: new Set([STOP]),
  unusedTokens: [],
  streamDecoder() {
    let text = "";
    return { push: (token) => (text += ALPHABET[token]), finish: () => text };
  },
};

/**
 * A model that counts: each row's next token is the last plus one, stopping after `stopAfter[row]`.
 * Between its runs it has read the shares `readsIn`.
 */
function countingModel(
  stopAfter: number[],
  contextLength = 10_000,
  readsIn: readonly number[] = [],
) {
  const state = { disposedBatches: 0, steps: 0 };
  const model = {
    contextLength,
    startBatch(rows: unknown[]): Batch {
      const lengths = rows.map(() => 0);
      const next = rows.map(() => 1);
      const logits = () =>
        rows.map((_, row) => {
          const values = new Float32Array(ALPHABET.length);
          values[next[row]! > stopAfter[row]! ? STOP : next[row]!] = 1;
          next[row]! += 1;
          return values;
        });
      return {
        lengths,
        prefill: async (tokens, between) => {
          for (const share of readsIn) await between?.(share);
          tokens.forEach((row, index) => (lengths[index] = row.length));
          return logits();
        },
        step: async (tokens) => {
          state.steps += 1;
          tokens.forEach((token, index) => (lengths[index]! += token === null ? 0 : 1));
          return logits();
        },
        dispose: () => (state.disposedBatches += 1),
      };
    },
  } as unknown as LanguageModel;
  return { model, state };
}

function column(id: string): ConversationColumn {
  return { id, messages: [{ role: "user", content: "x" }], adapter: null, scale: 0 };
}

const silent = {
  sampler: GREEDY,
  chatTemplate: CHATML,
  maxNewTokens: 20,
  onEvents: () => {},
};

test("columns stop on their own and the longest decides when it ends", async () => {
  const { model, state } = countingModel([2, 5]);
  const results = await answerColumns(
    model,
    tokenizer,
    [column("one"), column("two")],
    silent,
  );
  expect(results.map(({ text, finish }) => [text, finish])).toEqual([
    ["ab", "stop"],
    ["abcde", "stop"],
  ]);
  expect(state).toEqual({ disposedBatches: 1, steps: 5 });
});

test("a finished column sends no further events", async () => {
  const { model } = countingModel([1, 4]);
  const seen: ChatEvent[] = [];
  await answerColumns(model, tokenizer, [column("one"), column("two")], {
    ...silent,
    onEvents: (events) => seen.push(...events),
  });
  const finished = seen.filter(({ finish }) => finish !== null);
  expect(finished.map(({ columnId }) => columnId)).toEqual(["one", "two"]);
  expect(seen.filter(({ columnId }) => columnId === "one")).toHaveLength(2);
});

test("the answer ends at the wanted length", async () => {
  const { model } = countingModel([20]);
  const options = { ...silent, maxNewTokens: 3 };
  const [result] = await answerColumns(model, tokenizer, [column("one")], options);
  expect(result).toMatchObject({ text: "abc", tokens: 3, finish: "length" });
});

test("a clock that stands still gives no rate beyond all numbers", async () => {
  const { model } = countingModel([3]);
  const clock = vi.spyOn(performance, "now").mockReturnValue(100);
  const [result] = await answerColumns(model, tokenizer, [column("one")], silent);
  clock.mockRestore();
  expect(result).toMatchObject({ text: "abc", tokensPerSecond: 0 });
});

test("stopping keeps what was written and frees the batch", async () => {
  const { model, state } = countingModel([20]);
  const controller = new AbortController();
  const [result] = await answerColumns(model, tokenizer, [column("one")], {
    ...silent,
    signal: controller.signal,
    onEvents: ([event]) => {
      if (event!.tokens === 4) controller.abort();
    },
  });
  expect(result).toMatchObject({ text: "abcd", finish: "aborted" });
  expect(state.disposedBatches).toBe(1);
});

test("a long message tells how much of it is read, and can be stopped meanwhile", async () => {
  const { model, state } = countingModel([3], 10_000, [0.25, 0.5, 0.75]);
  const seen: ChatEvent[] = [];
  const controller = new AbortController();
  const options = {
    ...silent,
    signal: controller.signal,
    onEvents: (events: ChatEvent[]) => {
      seen.push(...events);
      if (events[0]!.read === 0.5) controller.abort();
    },
  };
  await expect(
    answerColumns(model, tokenizer, [column("one"), column("two")], options),
  ).rejects.toMatchObject({ code: "aborted" });
  expect(seen.map(({ columnId, read, tokens }) => [columnId, read, tokens])).toEqual([
    ["one", 0.25, 0],
    ["two", 0.25, 0],
    ["one", 0.5, 0],
    ["two", 0.5, 0],
  ]);
  expect(state).toEqual({ disposedBatches: 1, steps: 0 });
});

test("a prompt longer than the context is refused with both numbers", async () => {
  const { model } = countingModel([1], 40);
  const long = {
    ...column("one"),
    messages: [{ role: "user" as const, content: "y".repeat(90) }],
  };
  await expect(answerColumns(model, tokenizer, [long], silent)).rejects.toThrow(
    sayingInEnglish(/\d+ tokens long and the model's memory holds 40/, "context-full"),
  );
});

test("an answer that fills the context ends there and says so", async () => {
  const prompt = tokenizer.encode(
    "<|im_start|>user\nx<|im_end|>\n<|im_start|>assistant\n",
  ).length;
  const { model } = countingModel([25], prompt + 3);
  const [result] = await answerColumns(model, tokenizer, [column("one")], silent);
  expect(result).toMatchObject({ text: "abcd", finish: "context-full" });
});

test("an answer that is over leaves the others the room that they have", async () => {
  const room = (message: string) =>
    tokenizer.encode(`<|im_start|>user\n${message}<|im_end|>\n<|im_start|>assistant\n`)
      .length;
  const long = "y".repeat(10);
  const { model } = countingModel([1, 25], room(long) + 3);
  const columns = [
    { ...column("long"), messages: [{ role: "user" as const, content: long }] },
    { ...column("short"), messages: [{ role: "user" as const, content: "x" }] },
  ];
  const [first, second] = await answerColumns(model, tokenizer, columns, silent);
  expect(first).toMatchObject({ text: "a", finish: "stop" });
  expect(second!.finish).toBe("context-full");
  expect(second!.tokens).toBe(room(long) + 3 - room("x") + 1);
});

test("what was read is kept for the next answers, and for them alone", async () => {
  const { model, state } = countingModel([2]);
  const handed: (Batch | null | undefined)[] = [];
  const started: Batch[] = [];
  const remembering: LanguageModel = {
    ...model,
    keepsBatches: true,
    startBatch(rows, earlier) {
      handed.push(earlier);
      started.push(model.startBatch(rows));
      return started.at(-1)!;
    },
  };
  const memory = { batch: null };
  const options = { ...silent, memory };
  await answerColumns(remembering, tokenizer, [column("one")], options);
  expect(state.disposedBatches).toBe(0);
  await answerColumns(remembering, tokenizer, [column("one")], options);
  expect(handed).toEqual([null, started[0]]);
  expect(memory.batch).toBe(started[1]);
  expect(state.disposedBatches).toBe(1);
  // Answers that fail leave the earlier ones' where they were.
  const stopped = { ...options, signal: AbortSignal.abort() };
  await answerColumns(remembering, tokenizer, [column("one")], stopped).catch(() => {});
  expect(memory.batch).toBe(started[1]);
  expect(state.disposedBatches).toBe(2);
});

test("a model that keeps no batches leaves nothing behind", async () => {
  const { model, state } = countingModel([2]);
  const memory = { batch: null };
  await answerColumns({ ...model, keepsBatches: false }, tokenizer, [column("one")], {
    ...silent,
    memory,
  });
  expect(memory.batch).toBeNull();
  expect(state.disposedBatches).toBe(1);
});
