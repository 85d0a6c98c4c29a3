import { beforeAll, expect, it } from "vitest";
import { createEncoder } from "../../../src/engine/hypernetwork/encoder";
import type { ComputeDevice } from "../../../src/engine/device/device";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import { openSharedGpu } from "../device/sharedGpu";
import { largestDifference } from "../difference";
import { toyEncoder } from "./toyEncoder";

let gpu: ComputeDevice;
beforeAll(async () => {
  configureRuntime({ threads: 1 });
  gpu = await openSharedGpu();
});

it("gives the same vectors and token states on the GPU, every node there, as on WebAssembly", async () => {
  const onGpu = await createEncoder(toyEncoder(), gpu);
  const onCpu = await createEncoder(toyEncoder(), await openDevice("wasm"));
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
