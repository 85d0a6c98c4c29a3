/** The device, the loaded models and what the browser keeps of them, as plain data. */
import type {
  Device,
  DeviceOffer,
  HypernetworkInfo,
  LoadedModels,
  StorageReport,
} from "../../shared/engine";
import { MODELS, type ModelRecord } from "../../shared/models";
import type { Failure } from "../failure";

export interface ModelsPart {
  offer: DeviceOffer | null;
  /** Chosen by the person or recommended by the engine; null until devices are known. */
  device: Device | null;
  models: ModelsState;
  hypernetworkId: string;
  /** The hypernetworks of the site; empty until it has been asked. */
  checkpoints: HypernetworkInfo[];
  storage: StorageReport | null;
  /** Set while the page asks whether to load at all. */
  memoryGuard: MemoryGuard | null;
}

export type ModelsState =
  | { status: "idle" }
  | ({ status: "loading" } & LoadingView)
  | { status: "ready"; loaded: LoadedModels }
  | { status: "cancelled" }
  | { status: "failed"; failure: Failure };

/** What the progress bar knows. `secondsLeft` is null until the rate has been seen. */
export interface LoadingView {
  step: LoadingStep;
  loadedBytes: number;
  totalBytes: number;
  secondsLeft: number | null;
}

export type LoadingStep =
  | { kind: "starting" }
  | { kind: "downloading"; model: string; role: ModelRecord["role"] }
  | { kind: "building"; model: string };

/** Why the page has not begun to load. */
export interface MemoryGuard {
  gigabytes: number | null;
}

export function initialModels(): ModelsPart {
  return {
    offer: null,
    device: null,
    models: { status: "idle" },
    hypernetworkId: MODELS.find(({ role }) => role === "hypernetwork")!.id,
    checkpoints: [],
    storage: null,
    memoryGuard: null,
  };
}
