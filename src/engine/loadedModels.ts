/** What was loaded, as the page is told of it. */
import type { DeviceReport, LoadedModels, LoadRequest } from "../shared/engine";
import { checkpointInfo } from "./hypernetwork/checkpoints";
import type { GpuDevice } from "./device/gpu";
import type { LoadedParts } from "./loading";

/** `gpu` is undefined on WebAssembly, which has `threads`. */
export function describeLoaded(
  request: LoadRequest,
  parts: LoadedParts,
  gpu: GpuDevice | undefined,
  threads: number,
): LoadedModels {
  const { manifest, languageModel } = parts;
  const { base, encoder } = parts.records;
  const isolated = globalThis.crossOriginIsolated ?? true;
  const deviceReport: DeviceReport = {
    device: request.device,
    name: gpu?.name ?? "WebAssembly",
    isFallbackAdapter: gpu?.isFallbackAdapter ?? false,
    threads,
    crossOriginIsolated: isolated,
  };
  return {
    deviceReport,
    contextLength: languageModel.contextLength,
    base: {
      id: base.id,
      label: base.label,
      sha256: base.files[0].sha256,
      bytesHeld: languageModel.bytesHeld,
    },
    encoder: { id: encoder.id, label: encoder.label, sha256: manifest.encoder.sha256 },
    hypernetwork: checkpointInfo(manifest),
  };
}
