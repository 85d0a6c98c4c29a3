/** WebGPU in Node for the GPU tests: in software where there is Vulkan, the GPU elsewhere. */
import { openGpuRuntime } from "../scripts/gpu/runtime";

if (typeof navigator === "undefined" || !("gpu" in navigator)) {
  await openGpuRuntime({ software: process.platform === "linux" });
}
