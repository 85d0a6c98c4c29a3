import { describe, expect, it } from "vitest";
import { readLlamaConfig, type LlamaConfig } from "../../../src/engine/base/llamaConfig";
import { readGguf } from "../../../src/formats/gguf";
import type { WrittenTensor } from "../../formats/ggufWriter";
import { sayingInEnglish } from "../../sayingInEnglish";
import { baseModelHeader, hasLargeBaseModel, LARGE_BASE_MODEL_ID } from "../golden";
import { TOY, toyModel, type ToyModelOptions } from "./toyModel";

const LLAMA = {
  layers: TOY.layers,
  size: TOY.size,
  headSize: 16,
  vocabulary: TOY.vocabulary,
  ropeBase: 1000,
  hasRopeFactors: false,
  trainedContext: TOY.context,
  hasInterleavedRows: true,
  hasBiases: false,
  hasHeadNorms: false,
  headTensor: "token_embd.weight",
} satisfies Partial<LlamaConfig>;

const read = (options: ToyModelOptions) => readLlamaConfig(readGguf(toyModel(options)));
const floats = (name: string, length: number): WrittenTensor => ({
  name,
  shape: [length],
  type: "F32",
  bytes: new Uint8Array(4 * length),
});

describe("an architecture", () => {
  it.each<[string, ToyModelOptions, Partial<LlamaConfig>]>([
    ["llama", {}, LLAMA],
    ["llama with a head of its own", { head: "Q8_0" }, { headTensor: "output.weight" }],
    ["llama with rope factors", { hasRopeFactors: true }, { hasRopeFactors: true }],
    [
      "qwen2",
      { architecture: "qwen2", head: "Q8_0" },
      {
        ...LLAMA,
        hasInterleavedRows: false,
        hasBiases: true,
        headTensor: "output.weight",
      },
    ],
    [
      "qwen3",
      { architecture: "qwen3", headSize: 32 },
      { ...LLAMA, hasInterleavedRows: false, hasHeadNorms: true, headSize: 32 },
    ],
  ])("is read: %s", (_, options, expected) => {
    expect(read(options)).toMatchObject(expected);
  });

  it("may give heads another size than the embedding's share", () => {
    const { projections } = read({ architecture: "qwen3", headSize: 32 });
    expect(projections["q_proj"]).toEqual({ in: 64, out: 128 });
    expect(projections["k_proj"]).toEqual({ in: 64, out: 64 });
    expect(projections["o_proj"]).toEqual({ in: 128, out: 64 });
  });

  it.runIf(hasLargeBaseModel)("is read from the header of Qwen2.5-Coder", async () => {
    expect(readLlamaConfig(await baseModelHeader(LARGE_BASE_MODEL_ID))).toMatchObject({
      layers: 24,
      size: 896,
      feedForwardSize: 4864,
      heads: 14,
      kvHeads: 2,
      headSize: 64,
      vocabulary: 151_936,
      ropeBase: 1_000_000,
      epsilon: Math.fround(1e-6),
      trainedContext: 32_768,
      hasInterleavedRows: false,
      hasBiases: true,
      hasHeadNorms: false,
      hasRopeFactors: false,
      headTensor: "output.weight",
    });
  });
});

describe("a model that does not fit is refused, naming what does not", () => {
  it.each<[ToyModelOptions, RegExp]>([
    [
      { metadata: { "general.architecture": { type: "string", value: "gemma3" } } },
      /general\.architecture is "gemma3"/,
    ],
    [
      {
        architecture: "qwen2",
        metadata: { "qwen2.rope.scaling.type": { type: "string", value: "yarn" } },
      },
      /qwen2\.rope\.scaling\.type is "yarn"/,
    ],
    [
      {
        architecture: "qwen3",
        metadata: { "qwen3.expert_count": { type: "uint32", value: 8 } },
      },
      /qwen3\.expert_count is 8/,
    ],
    [{ architecture: "qwen2", headSize: 32 }, /attn_q\.weight is 128 × 64/],
    [{ tensors: [floats("blk.0.attn_q.bias", 64)] }, /tensor blk\.0\.attn_q\.bias/],
    [
      { architecture: "qwen2", tensors: [floats("rope_freqs.weight", 8)] },
      /tensor rope_freqs\.weight/,
    ],
    [{ tensors: [floats("rope_freqs.weight", 9)] }, /rope_freqs\.weight is 9, not 8/],
  ])("%j", (options, message) => {
    expect(() => read(options)).toThrow(sayingInEnglish(message));
  });
});
