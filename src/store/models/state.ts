/** The device, the loaded models and what the browser keeps of them, as plain data. */
import type {
  Device,
  DeviceOffer,
  CheckpointInfo,
  LoadedModels,
  StorageReport,
} from "../../shared/engine";
import { DEFAULT_MODELS, type ModelRecord, type ModelRole } from "../../shared/models";
import type { Failure } from "../../shared/errors";
import type { BaseQuestion } from "./baseQuestion";
import type { Visit } from "./baseChoice";
import { initialOwnBases, type OwnBasePart } from "./ownBaseState";

export interface ModelsPart extends OwnBasePart {
  offer: DeviceOffer | null;
  /** Device chosen by the person or recommended by the engine; null until devices are known. */
  device: Device | null;
  models: ModelsState;
  /** The models that the page knows, of every role. */
  registry: readonly ModelRecord[];
  /** The base model to load, chosen or the default. */
  baseModelId: string;
  /** Whether a person or a link chose the base model; otherwise the device decides. */
  isBaseChosen: boolean;
  /** Null until the page has begun. */
  visit: Visit | null;
  /** The hypernetwork to load, chosen or the default; null where the base model has none. */
  hypernetworkId: string | null;
  /** The hypernetworks of the site; empty until it has been asked. */
  checkpoints: CheckpointInfo[];
  storage: StorageReport | null;
  /** Set while the page asks whether to load another base model. */
  baseQuestion: BaseQuestion | null;
  /** Set while the page asks whether to load at all. */
  memoryGuard: MemoryGuard | null;
}

export type ModelsState =
  | { status: "idle" }
  | ({ status: "loading" } & LoadingView)
  | { status: "ready"; loaded: LoadedModels }
  | { status: "cancelled" }
  | { status: "failed"; failure: Failure };

/** State of the progress bar. `secondsLeft` is null until the rate has been seen. */
export interface LoadingView {
  step: LoadingStep;
  loadedBytes: number;
  totalBytes: number;
  secondsLeft: number | null;
}

export type LoadingStep =
  | { kind: "starting" }
  | { kind: "downloading"; model: string; role: ModelRole }
  | { kind: "building"; model: string };

/** Reason why the page has not begun to load. */
export interface MemoryGuard {
  gigabytes: number | null;
}

export function initialModels(registry: readonly ModelRecord[]): ModelsPart {
  return {
    offer: null,
    device: null,
    models: { status: "idle" },
    registry,
    baseModelId: DEFAULT_MODELS.base,
    isBaseChosen: false,
    visit: null,
    hypernetworkId: DEFAULT_MODELS.hypernetwork,
    checkpoints: [],
    storage: null,
    memoryGuard: null,
    baseQuestion: null,
    ...initialOwnBases(),
  };
}
