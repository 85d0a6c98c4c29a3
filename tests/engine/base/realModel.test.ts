import { readGguf } from "../../../src/formats/gguf";
import { expect, it } from "vitest";
import { createLanguageModel } from "../../../src/engine/base/languageModel";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import { goldenFile, goldenJson, modelFile } from "../golden";
import { ADAPTED_MODULES, BASE_MODEL, type LogitsGolden } from "../goldenComparison";
import { expectGoldenLogits } from "../goldenLogits";

it("gives PyTorch's logits on the real base, for eight rows at once", async () => {
  configureRuntime({ threads: 2 });
  const file = await modelFile(BASE_MODEL);
  const model = await createLanguageModel(readGguf(file), {
    device: await openDevice("wasm"),
    contextLength: 1024,
    targetModules: ADAPTED_MODULES,
  });
  const golden = (await goldenJson())["logits"] as LogitsGolden;
  const prompts = golden.cases
    .filter(({ name }) => name.endsWith(".0"))
    .map(({ name }) => name.slice(0, -2));
  expect(prompts).toHaveLength(8);
  await expectGoldenLogits(
    model,
    golden,
    await goldenFile("logits.safetensors"),
    prompts,
    4,
  );
  await model.dispose();
});
