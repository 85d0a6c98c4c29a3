import { afterAll, beforeAll, expect, it } from "vitest";
import { createEncoder } from "../../src/engine/encoder";
import { GpuDevice } from "../../src/engine/gpu";
import { configureRuntime } from "../../src/engine/runtime";
import { largestDifference } from "./difference";
import { toyEncoder } from "./toyEncoder";

let gpu: GpuDevice;
beforeAll(async () => {
  configureRuntime({ threads: 1 });
  gpu = await GpuDevice.request();
});
afterAll(() => gpu.dispose());

it("gives the same vectors on the GPU, every node there, as on WebAssembly", async () => {
  const onGpu = await createEncoder(toyEncoder(), { device: "webgpu", gpu: gpu.device });
  const onCpu = await createEncoder(toyEncoder(), { device: "wasm" });
  for (const text of ["sort", "Sort the numbers", "the ".repeat(300)]) {
    const vector = await onGpu.encode(text);
    expect(largestDifference(vector, await onCpu.encode(text)), text).toBeLessThan(1e-4);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  }
  await onGpu.dispose();
  await onCpu.dispose();
});
