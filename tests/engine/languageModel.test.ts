import { readGguf } from "../../src/formats/gguf";
import { beforeAll, describe, expect, it } from "vitest";
import { createLanguageModel } from "../../src/engine/languageModel";
import { configureRuntime } from "../../src/engine/runtime";
import type { GgufField } from "../formats/ggufWriter";
import { describeLanguageModel } from "./languageModelCases";
import { TOY, toyModel } from "./toyModel";

beforeAll(() => configureRuntime({ threads: 1 }));

describeLanguageModel("wasm", 1e-4);

const options = {
  device: "wasm",
  contextLength: 1024,
  targetModules: ["q_proj", "v_proj"],
} as const;

describe("the context", () => {
  it("is at most what the model was trained for", async () => {
    const model = await createLanguageModel(readGguf(toyModel()), options);
    expect(model.contextLength).toBe(TOY.context);
    await model.dispose();
  });

  it("says when it is full", async () => {
    const model = await createLanguageModel(readGguf(toyModel()), {
      ...options,
      contextLength: 3,
    });
    const batch = model.startBatch([{ adapter: null, scale: 1 }]);
    await batch.prefill([[1, 2]]);
    await batch.step([3]);
    await expect(batch.step([4])).rejects.toMatchObject({ code: "context-full" });
    expect(batch.lengths).toEqual([3]);
    await expect(
      model.startBatch([{ adapter: null, scale: 1 }]).prefill([[1, 2, 3, 4]]),
    ).rejects.toMatchObject({ code: "context-full" });
    await model.dispose();
  });
});

describe("a model the graph cannot express", () => {
  it.each<[string, GgufField, RegExp]>([
    ["general.architecture", { type: "string", value: "qwen2" }, /general.architecture/],
    ["llama.rope.scaling.type", { type: "string", value: "linear" }, /rope\.scaling/],
    ["llama.attention.head_count", { type: "uint32", value: 5 }, /5 heads/],
    ["llama.attention.layer_norm_rms_epsilon", { type: "string", value: "" }, /epsilon/],
    ["llama.attention.key_length", { type: "uint32", value: 32 }, /key_length is 32/],
    ["llama.embedding_length", { type: "uint32", value: 0 }, /embedding_length/],
  ])("is refused for its %s", async (key, field, message) => {
    const file = toyModel({ metadata: { [key]: field } });
    await expect(createLanguageModel(readGguf(file), options)).rejects.toMatchObject({
      code: "unsupported-model",
      message: expect.stringMatching(message) as string,
    });
  });
});
