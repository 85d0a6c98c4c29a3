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

/** Rows of these prompts, base and adapted, against what training wrote down. */
async function expectGolden(
  path: string,
  golden: LogitsGolden,
  tensors: Uint8Array,
  prompts: readonly string[],
): Promise<LanguageModel> {
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
  const prompts = golden.cases
    .filter(({ name }) => name.endsWith(".0"))
    .map(({ name }) => name.slice(0, -2));
  expect(prompts).toHaveLength(8);
  await expectGolden(BASE_MODEL, golden, await goldenFile("logits.safetensors"), prompts);
});

it.runIf(hasLargeBaseModel)(
  "gives PyTorch's logits on Qwen2.5-Coder, opened in parts",
  async () => {
    const name = `logits_${LARGE_BASE_MODEL_ID}`;
    const text = new TextDecoder().decode(await goldenFile(`${name}.json`));
    const golden = JSON.parse(text) as LogitsGolden;
    const tensors = await goldenFile(`${name}.safetensors`);
    const path = baseModelPath(LARGE_BASE_MODEL_ID);
    // On the other adapted rows PyTorch's own float32 is up to 1.7e-3 off its float64.
    const prompts = ["base.0", "base.1", "base.2", "base.3", "lora.0"];
    const { bytesHeld } = await expectGolden(path, golden, tensors, prompts);
    // Projections and head in float32, the embedding in 8-bit codes with scales.
    expect(bytesHeld).toBeLessThan(2.15e9);
  },
  300_000,
);
