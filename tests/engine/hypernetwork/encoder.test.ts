import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FailureCode } from "../../../src/shared/errors";
import { sayingInEnglish } from "../../sayingInEnglish";
import {
  createEncoder,
  type EncoderFiles,
  type Encoder,
} from "../../../src/engine/hypernetwork/encoder";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import { largestDifference } from "../difference";
import { goldenJson, goldenTensors, modelFile } from "../golden";
import { toyEncoder, TOY_ENCODER } from "./toyEncoder";

beforeAll(() => configureRuntime({ threads: 1 }));

describe("all-MiniLM-L6-v2", () => {
  let encoder: Encoder;

  beforeAll(async () => {
    const file = (name: string) => modelFile(`all-minilm-l6-v2/${name}`);
    const text = async (name: string) => new TextDecoder().decode(await file(name));
    encoder = await createEncoder(
      {
        weights: await file("model.safetensors"),
        config: await text("config.json"),
        tokenizer: await text("tokenizer.json"),
        tokenizerConfig: await text("tokenizer_config.json"),
      },
      await openDevice("wasm"),
    );
  });
  afterAll(() => encoder.dispose());

  it("gives PyTorch's vectors, for odd punctuation and texts beyond 256 tokens too", async () => {
    const { descriptions } = (await goldenJson())["encoder"] as {
      descriptions: string[];
    };
    const vectors = (await goldenTensors("encoder.safetensors"))("vectors");
    expect(descriptions.length).toBeGreaterThan(8);
    for (const [index, description] of descriptions.entries()) {
      const expected = vectors.slice(384 * index, 384 * (index + 1));
      const { vector } = await encoder.encode(description);
      expect(largestDifference(vector, expected), description).toBeLessThan(1e-4);
    }
  });

  it("gives PyTorch's state for every token, the special ones included", async () => {
    const { token_description: description } = (await goldenJson())["encoder"] as {
      token_description: string;
    };
    const expected = (await goldenTensors("encoder.safetensors"))("tokens");
    const { tokens, tokenBias } = await encoder.encode(description);
    expect(tokenBias).toEqual(new Float32Array(expected.length / 384));
    expect(largestDifference(tokens, expected)).toBeLessThan(1e-4);
  });
});

describe("an encoder", () => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await createEncoder(toyEncoder(), await openDevice("wasm"));
  });
  afterAll(() => encoder.dispose());

  it("gives unit vectors of its dimension, different for different texts", async () => {
    const one = await encoder.encode("Sort the numbers");
    const other = await encoder.encode("The number!");
    expect(encoder.dimension).toBe(TOY_ENCODER.size);
    for (const { vector } of [one, other])
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(largestDifference(one.vector, other.vector)).toBeGreaterThan(0.01);
    expect(one.tokens.length).toBe(TOY_ENCODER.size * one.tokenBias.length);
  });

  it("reads the same text with and without the full stop the text rule adds", async () => {
    const bare = await encoder.encode("  sort the numbers \n");
    expect(await encoder.encode("sort the numbers.")).toEqual(bare);
    expect(await encoder.encode("sort the numbers!")).not.toEqual(bare);
  });

  it("says how much of a description it reads", () => {
    expect(encoder.measure("sort the numbers")).toEqual({ tokens: 5, read: 5 });
    expect(encoder.measure("sort ".repeat(300))).toEqual({ tokens: 301, read: 254 });
  });

  it("reads a special token that somebody wrote as text", async () => {
    const plain = await encoder.encode("sort");
    const written = await encoder.encode("[SEP] sort");
    // "[", "SEP" and "]" are unknown words; the token would be one.
    expect(written.tokenBias.length).toBe(plain.tokenBias.length + 3);
  });

  it("answers calls made at once in turn", async () => {
    const texts = ["sort", "the numbers", "number number"];
    const together = await Promise.all(texts.map((text) => encoder.encode(text)));
    for (const [index, text] of texts.entries()) {
      expect(await encoder.encode(text)).toEqual(together[index]);
    }
  });
});

describe("encoder files that cannot be used", () => {
  const config = (changes: Record<string, unknown>) =>
    JSON.stringify({ ...(JSON.parse(toyEncoder().config) as object), ...changes });

  it.each<[string, Partial<EncoderFiles>, FailureCode, RegExp]>([
    [
      "another architecture",
      { config: config({ model_type: "roberta" }) },
      "unsupported-model",
      /roberta/,
    ],
    [
      "a missing size",
      { config: config({ hidden_size: undefined }) },
      "bad-file",
      /hidden_size/,
    ],
    ["a config that is not JSON", { config: "<html>" }, "bad-file", /config\.json/],
    [
      "a tokenizer that is not JSON",
      { tokenizer: "<html>" },
      "bad-file",
      /tokenizer is damaged: it is not JSON/,
    ],
    [
      "weights of another size",
      { config: config({ hidden_size: 64 }) },
      "bad-file",
      /embeddings/,
    ],
    ["damaged weights", { weights: new Uint8Array(20) }, "bad-file", /safetensors/],
  ])("%s", async (_, changes, code, sentence) => {
    const files = { ...toyEncoder(), ...changes };
    await expect(createEncoder(files, await openDevice("wasm"))).rejects.toThrow(
      sayingInEnglish(sentence, code),
    );
  });
});
