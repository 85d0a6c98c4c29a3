/** One GPU for all tests of a process: on another one every shader would be compiled anew. */
import type { GeneratedAdapter } from "../../../src/engine/adapter/rows";
import { GpuAdapter } from "../../../src/engine/device/webgpu/adapter";
import { openWebGpu, type WebGpuDevice } from "../../../src/engine/device/webgpu/device";

let opened: Promise<WebGpuDevice> | undefined;

/** `dispose` leaves it open; the process closes it. */
export function openSharedGpu(): Promise<WebGpuDevice> {
  opened ??= openWebGpu().then((device) => Object.assign(device, { dispose() {} }));
  return opened;
}

/** The first group's A of an adapter that was made on the GPU. */
export function readFirstA(
  generated: GeneratedAdapter,
  { gpu }: WebGpuDevice,
): Promise<Float32Array> {
  const { groups, packed } = generated as GpuAdapter;
  return gpu.read(groups[0]!.A, packed.groups[0]!.A.length);
}
