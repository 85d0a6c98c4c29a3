/** A browser's GPU fails or goes away: this differs from GPU process to GPU process. */
import { readGguf } from "../../../src/formats/gguf";
import { expect, it } from "vitest";
import { openWebGpu } from "../../../src/engine/device/webgpu/device";
import { createLanguageModel } from "../../../src/engine/base/languageModel";
import { toyModel } from "./toyModel";

it("says that the device was lost, and can be disposed of then", async () => {
  const device = await openWebGpu();
  const model = await createLanguageModel(readGguf(toyModel()), {
    device,
    contextLength: 16,
    targetModules: ["q_proj"],
  });
  const batch = model.startBatch([{ adapter: null, scale: 1 }]);
  await batch.prefill([[1, 2, 3]]);
  device.gpu.device.destroy();
  expect(await device.lost).toEqual(expect.any(String));
  await expect(batch.step([1])).rejects.toMatchObject({ code: "device-lost" });
  batch.dispose();
  await model.dispose();
});

it("fails when the GPU refused a buffer, and works again afterwards", async () => {
  const device = await openWebGpu();
  const model = await createLanguageModel(readGguf(toyModel()), {
    device,
    contextLength: 16,
    targetModules: ["q_proj"],
  });
  const prefill = async () => {
    const batch = model.startBatch([{ adapter: null, scale: 1 }]);
    try {
      return await batch.prefill([[1, 2, 3]]);
    } finally {
      batch.dispose();
    }
  };
  device.gpu.createBuffer(2 ** 40);
  await expect(prefill()).rejects.toThrow(/The GPU/);
  expect(await prefill()).toHaveLength(1);
  await model.dispose();
  device.dispose();
});

it("runs on a new device after one was lost", async () => {
  const device = await openWebGpu();
  const model = await createLanguageModel(readGguf(toyModel()), {
    device,
    contextLength: 16,
    targetModules: ["q_proj"],
  });
  const batch = model.startBatch([{ adapter: null, scale: 1 }]);
  const [logits] = await batch.prefill([[1, 2, 3]]);
  expect(logits!.every(Number.isFinite)).toBe(true);
  batch.dispose();
  await model.dispose();
  device.dispose();
});
