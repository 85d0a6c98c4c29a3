/** Report of the loaded models for the page. */
import type { DeviceReport, LoadedModels } from "../shared/engine";
import { checkpointInfo } from "./hypernetwork/checkpoints";
import type { ComputeDevice } from "./device/device";
import type { LoadedParts } from "./loading";

/** `threads` are those of the WebAssembly runtime. */
export function describeLoaded(
  parts: LoadedParts,
  device: ComputeDevice,
  threads: number,
): LoadedModels {
  const { writer, languageModel } = parts;
  const { base } = parts.records;
  const deviceReport: DeviceReport = {
    ...device.report,
    threads,
    crossOriginIsolated: globalThis.crossOriginIsolated ?? true,
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
    encoder: writer && {
      id: writer.encoder.record.id,
      label: writer.encoder.record.label,
      sha256: writer.manifest.encoder.sha256,
    },
    hypernetwork: writer && checkpointInfo(writer.manifest),
  };
}
