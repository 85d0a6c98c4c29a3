import { beforeAll, describe, expect, it } from "vitest";
import type { FailureCode } from "../../../src/shared/errors";
import { sayingInEnglish } from "../../sayingInEnglish";
import { createTokenizer, type Tokenizer } from "../../../src/engine/base/tokenizer";
import { readGguf, type Gguf, type GgufValue } from "../../../src/formats/gguf";
import { CHATML } from "../../../src/shared/chatTemplates";
import {
  baseModelHeader,
  goldenJson,
  goldenTokens,
  hasLargeBaseModel,
  LARGE_BASE_MODEL_ID,
  modelFile,
} from "../golden";

let gguf: Gguf;
let tokenizer: Tokenizer;

beforeAll(async () => {
  gguf = readGguf(
    await modelFile("smollm2-135m-instruct-q4_1/SmolLM2-135M-Instruct.Q4_1.gguf"),
  );
  tokenizer = createTokenizer(gguf, CHATML);
});

/** Every intermediate text of a stream, and the final one. */
function stream(ids: readonly number[]): string[] {
  const decoder = tokenizer.streamDecoder();
  return [...ids.map((id) => decoder.push(id)), decoder.finish()];
}

describe("encoding", () => {
  it("gives the ids of the tokenizer used in training", async () => {
    const tokens = (await goldenJson())["tokens"] as { text: string; ids: number[] }[];
    expect(tokens.length).toBeGreaterThan(8);
    for (const { text, ids } of tokens) expect(tokenizer.encode(text), text).toEqual(ids);
  });

  it("recognises the special tokens of ChatML and splits numbers into digits", () => {
    const ids = tokenizer.encode("<|im_start|>user\n2024<|im_end|>\n");
    expect(ids[0]).toBe(1);
    expect(ids.filter((id) => id === 2)).toHaveLength(1);
    expect(tokenizer.encode("2024")).toHaveLength(4);
    expect(tokenizer.encode("")).toEqual([]);
  });

  it("names the end of a message and of a text as stop tokens", () => {
    expect(tokenizer.stopTokens).toEqual(new Set([0, 2]));
  });
});

describe("2,000 texts of all kinds", () => {
  it("get the ids that Hugging Face gives them for SmolLM2", async () => {
    expectIds(tokenizer, await goldenTokens("SmolLM2-135M-Instruct.Q4_1"));
  });

  it.runIf(hasLargeBaseModel)(
    "get the ids that Hugging Face gives them for Qwen2.5-Coder, and come back composed",
    async () => {
      const golden = await goldenTokens(LARGE_BASE_MODEL_ID);
      const qwen = createTokenizer(await baseModelHeader(LARGE_BASE_MODEL_ID), CHATML);
      expect(qwen.stopTokens).toEqual(new Set([151_643, 151_645]));
      expectIds(qwen, golden);
      const plain = golden.texts.filter((text) => !text.includes("<|"));
      expect(plain.length).toBeGreaterThan(1500);
      for (const text of plain) {
        const decoder = qwen.streamDecoder();
        for (const id of qwen.encode(text)) decoder.push(id);
        expect(decoder.finish()).toBe(text.normalize("NFC"));
      }
    },
    60_000,
  );
});

function expectIds(
  { encode }: Tokenizer,
  { texts, ids }: { texts: readonly string[]; ids: readonly number[][] },
): void {
  expect(texts).toHaveLength(2000);
  const wrong = texts.filter((text, index) => encode(text).join() !== ids[index]!.join());
  expect(wrong).toEqual([]);
}

describe("streaming", () => {
  it.each([
    "Hello world, it's 3.14!\n\n  Indented   text\t.",
    "naïve café — “quotes”",
    "日本語と👩‍👩‍👧 emoji 🙂🙂",
    " leading space",
    "clean up : no , spaces n't do .",
  ])("shows only whole characters and ends with the whole text: %s", (text) => {
    const texts = stream(tokenizer.encode(text));
    for (const [index, shown] of texts.entries()) {
      expect(text.startsWith(shown)).toBe(true);
      expect(shown.startsWith(texts[index - 1] ?? "")).toBe(true);
    }
    expect(texts.at(-1)).toBe(text);
  });

  it("holds back a character until its last byte, then shows it", () => {
    const ids = tokenizer.encode("𓀀");
    expect(ids.length).toBeGreaterThan(1);
    const texts = stream(ids);
    expect(texts.slice(0, ids.length - 1).every((text) => text === "")).toBe(true);
    expect(texts.at(-1)).toBe("𓀀");
  });

  it("shows an unfinished character as a replacement at the end only", () => {
    const [first] = tokenizer.encode("𓀀");
    expect(stream([first!])).toEqual(["", "\uFFFD"]);
  });

  it("leaves special tokens out", () => {
    const ids = tokenizer.encode("yes<|im_end|>");
    expect(stream(ids).at(-1)).toBe("yes");
  });
});

describe("a tokenizer that cannot be rebuilt is refused, naming the key", () => {
  const without = (key: string, value?: GgufValue): Gguf => {
    const metadata = new Map(gguf.metadata);
    if (value === undefined) metadata.delete(key);
    else metadata.set(key, value);
    return { ...gguf, metadata };
  };

  it.each<[string, GgufValue | undefined, FailureCode]>([
    ["tokenizer.ggml.model", "llama", "unsupported-model"],
    ["tokenizer.ggml.model", undefined, "unsupported-model"],
    ["tokenizer.ggml.pre", "llama-bpe", "unsupported-model"],
    ["tokenizer.ggml.tokens", undefined, "bad-file"],
    ["tokenizer.ggml.tokens", [1, 2], "bad-file"],
    ["tokenizer.ggml.merges", undefined, "bad-file"],
    ["tokenizer.ggml.merges", ["no-space-here"], "bad-file"],
    ["tokenizer.ggml.token_type", "control", "bad-file"],
  ])("%s = %j", (key, value, code) => {
    expect(() => createTokenizer(without(key, value), CHATML)).toThrow(
      sayingInEnglish(new RegExp(key.replaceAll(".", "\\."), "u"), code),
    );
  });
});
