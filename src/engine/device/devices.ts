/** The devices there are: the one place that tells them apart. */
import type { Device, DeviceOffer } from "../../shared/engine";
import type { ComputeDevice } from "./device";
import { openWasm } from "./wasm/device";
import { offerWebGpu } from "./webgpu/gpu";

const OPEN: Record<Device, () => Promise<ComputeDevice>> = {
  wasm: openWasm,
  // Fetched where a GPU is used.
  webgpu: async () => (await import("./webgpu/device")).openWebGpu(),
};

/** Throws "no-webgpu" when the browser gives no such device. */
export function openDevice(device: Device): Promise<ComputeDevice> {
  return OPEN[device]();
}

/** Says what the browser offers, without loading anything. */
export async function offerDevices(): Promise<DeviceOffer> {
  const webgpu = await offerWebGpu();
  const isFast = webgpu.status === "available" && !webgpu.isFallbackAdapter;
  return { webgpu, recommended: isFast ? "webgpu" : "wasm" };
}
