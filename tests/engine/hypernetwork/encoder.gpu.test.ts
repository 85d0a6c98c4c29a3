import { afterAll, beforeAll, expect, it } from "vitest";
import { createEncoder } from "../../../src/engine/hypernetwork/encoder";
import { GpuDevice } from "../../../src/engine/device/gpu";
import { configureRuntime } from "../../../src/engine/device/runtime";
import { largestDifference } from "../difference";
import { toyEncoder } from "./toyEncoder";

let gpu: GpuDevice;
beforeAll(async () => {
  configureRuntime({ threads: 1 });
  gpu = await GpuDevice.request();
});
afterAll(() => gpu.dispose());

it("gives the same vectors and token states on the GPU, every node there, as on WebAssembly", async () => {
  const onGpu = await createEncoder(toyEncoder(), { device: "webgpu", gpu: gpu.device });
  const onCpu = await createEncoder(toyEncoder(), { device: "wasm" });
  for (const text of ["sort", "Sort the numbers", "the ".repeat(300)]) {
    const gpuSide = await onGpu.encode(text);
    const cpuSide = await onCpu.encode(text);
    expect(largestDifference(gpuSide.vector, cpuSide.vector), text).toBeLessThan(1e-4);
    expect(largestDifference(gpuSide.tokens, cpuSide.tokens), text).toBeLessThan(1e-4);
    expect(Math.hypot(...gpuSide.vector)).toBeCloseTo(1, 5);
  }
  await onGpu.dispose();
  await onCpu.dispose();
});
