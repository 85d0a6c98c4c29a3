import { readGguf } from "../../../src/formats/gguf";
import { expect, it } from "vitest";
import {
  createLanguageModel,
  type LanguageModel,
} from "../../../src/engine/base/languageModel";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import {
  BASE_MODEL_ID,
  baseModelPath,
  goldenLogits,
  hasLargeBaseModel,
  LARGE_BASE_MODEL_ID,
  modelFile,
} from "../golden";
import { ADAPTED_MODULES, promptsOf } from "../goldenComparison";
import { expectGoldenLogits } from "../expectGoldenLogits";

/** Rows of all prompts, base and adapted, against what training wrote down. */
async function expectGolden(baseModelId: string): Promise<LanguageModel> {
  const [golden, tensors] = await goldenLogits(baseModelId);
  const prompts = promptsOf(golden);
  expect(prompts).toHaveLength(8);
  configureRuntime({ threads: 2 });
  const gguf = readGguf(await modelFile(baseModelPath(baseModelId)));
  const model = await createLanguageModel(gguf, {
    device: await openDevice("wasm"),
    contextLength: 1024,
    targetModules: ADAPTED_MODULES,
  });
  await expectGoldenLogits(model, golden, tensors, prompts, 4);
  await model.dispose();
  return model;
}

it("gives PyTorch's logits on the real base, for eight rows at once", async () => {
  await expectGolden(BASE_MODEL_ID);
});

it.runIf(hasLargeBaseModel)(
  "gives PyTorch's logits on Qwen2.5-Coder, opened in parts",
  async () => {
    const { bytesHeld } = await expectGolden(LARGE_BASE_MODEL_ID);
    // Projections and head in float32, the embedding in 8-bit codes with scales.
    expect(bytesHeld).toBeLessThan(2.15e9);
  },
  300_000,
);
