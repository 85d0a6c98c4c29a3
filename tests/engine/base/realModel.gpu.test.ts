import { readGguf } from "../../../src/formats/gguf";
import { expect, it } from "vitest";
import { openDevice } from "../../../src/engine/device/devices";
import { createLanguageModel } from "../../../src/engine/base/languageModel";
import golden from "../../fixtures/golden/golden.json";
import goldenLogits from "../../fixtures/golden/logits.safetensors?url";
import {
  ADAPTED_MODULES,
  BASE_MODEL,
  expectGoldenLogits,
  type LogitsGolden,
} from "../goldenLogits";

const SLOW = 240_000;

it(
  "gives PyTorch's logits from the lossless 4-bit codes of the real base",
  async () => {
    const device = await openDevice("webgpu");
    const model = await createLanguageModel(
      readGguf(await read(`/models/${BASE_MODEL}`)),
      {
        device,
        contextLength: 64,
        targetModules: ADAPTED_MODULES,
      },
    );
    expect(model.bytesHeld).toBeLessThan(120e6);
    await expectGoldenLogits(
      model,
      golden.logits as LogitsGolden,
      await read(goldenLogits),
      ["base.1", "lora.2"],
      2,
    );
    await model.dispose();
    device.dispose();
  },
  SLOW,
);

async function read(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  expect(response.ok).toBe(true);
  return new Uint8Array(await response.arrayBuffer());
}
