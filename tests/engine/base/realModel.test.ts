import { readGguf } from "../../../src/formats/gguf";
import { expect, it } from "vitest";
import {
  createLanguageModel,
  type LanguageModel,
} from "../../../src/engine/base/languageModel";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import {
  baseModelPath,
  goldenFile,
  goldenJson,
  hasLargeBaseModel,
  LARGE_BASE_MODEL_ID,
  modelFile,
} from "../golden";
import { ADAPTED_MODULES, BASE_MODEL, type LogitsGolden } from "../goldenComparison";
import { expectGoldenLogits } from "../goldenLogits";

/** Rows of all prompts, base and adapted, against what training wrote down. */
async function expectGolden(
  path: string,
  golden: LogitsGolden,
  tensors: Uint8Array,
): Promise<LanguageModel> {
  const prompts = golden.cases
    .filter(({ name }) => name.endsWith(".0"))
    .map(({ name }) => name.slice(0, -2));
  expect(prompts).toHaveLength(8);
  configureRuntime({ threads: 2 });
  const model = await createLanguageModel(readGguf(await modelFile(path)), {
    device: await openDevice("wasm"),
    contextLength: 1024,
    targetModules: ADAPTED_MODULES,
  });
  await expectGoldenLogits(model, golden, tensors, prompts, 4);
  await model.dispose();
  return model;
}

it("gives PyTorch's logits on the real base, for eight rows at once", async () => {
  const golden = (await goldenJson())["logits"] as LogitsGolden;
  await expectGolden(BASE_MODEL, golden, await goldenFile("logits.safetensors"));
});

it.runIf(hasLargeBaseModel)(
  "gives PyTorch's logits on Qwen2.5-Coder, opened in parts",
  async () => {
    const name = `logits_${LARGE_BASE_MODEL_ID}`;
    const text = new TextDecoder().decode(await goldenFile(`${name}.json`));
    const golden = JSON.parse(text) as LogitsGolden;
    const tensors = await goldenFile(`${name}.safetensors`);
    const path = baseModelPath(LARGE_BASE_MODEL_ID);
    const { bytesHeld } = await expectGolden(path, golden, tensors);
    // Projections and head in float32, the embedding in 8-bit codes with scales.
    expect(bytesHeld).toBeLessThan(2.15e9);
  },
  300_000,
);
