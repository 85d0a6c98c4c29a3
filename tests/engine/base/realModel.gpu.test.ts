import { readGguf } from "../../../src/formats/gguf";
import { expect, it } from "vitest";
import { createLanguageModel } from "../../../src/engine/base/languageModel";
import { openSharedGpu } from "../device/sharedGpu";
import { goldenFile, goldenJson, modelFile } from "../golden";
import { ADAPTED_MODULES, BASE_MODEL, type LogitsGolden } from "../goldenComparison";
import { expectGoldenLogits } from "../goldenLogits";

const SLOW = 240_000;

it(
  "gives PyTorch's logits from the lossless 4-bit codes of the real base",
  async () => {
    const device = await openSharedGpu();
    const model = await createLanguageModel(readGguf(await modelFile(BASE_MODEL)), {
      device,
      contextLength: 64,
      targetModules: ADAPTED_MODULES,
    });
    expect(model.bytesHeld).toBeLessThan(120e6);
    await expectGoldenLogits(
      model,
      (await goldenJson())["logits"] as LogitsGolden,
      await goldenFile("logits.safetensors"),
      ["base.1", "lora.2"],
      2,
    );
    await model.dispose();
  },
  SLOW,
);
