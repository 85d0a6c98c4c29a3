import { readGguf } from "../../../src/formats/gguf";
import { expect, it } from "vitest";
import { createLanguageModel } from "../../../src/engine/base/languageModel";
import { openSharedGpu } from "../device/sharedGpu";
import { BASE_MODEL_ID, baseModelPath, goldenLogits, modelFile } from "../golden";
import { ADAPTED_MODULES } from "../goldenComparison";
import { expectGoldenLogits } from "../expectGoldenLogits";

const SLOW = 240_000;

it(
  "gives PyTorch's logits from the lossless 4-bit codes of the real base",
  async () => {
    const device = await openSharedGpu();
    const gguf = readGguf(await modelFile(baseModelPath(BASE_MODEL_ID)));
    const model = await createLanguageModel(gguf, {
      device,
      contextLength: 64,
      targetModules: ADAPTED_MODULES,
    });
    expect(model.bytesHeld).toBeLessThan(120e6);
    const [golden, tensors] = await goldenLogits(BASE_MODEL_ID);
    await expectGoldenLogits(model, golden, tensors, ["base.1", "lora.2"], 2);
    await model.dispose();
  },
  SLOW,
);
