/** What crosses between the page and the engine's thread: tagged plain data, by request id. */
import type {
  AdapterScope,
  AdapterSummary,
  Blend,
  ChatEvent,
  ChatRequest,
  ColumnResult,
  DescriptionPlace,
  DeviceOffer,
  EngineEvent,
  ExportedFile,
  LoadedModels,
  LoadProgress,
  HypernetworkInfo,
  LoadRequest,
  MeanComparison,
  SingularValues,
  StorageReport,
  TrainingTasks,
} from "../shared/engine";
import type { ErrorCode } from "../shared/errors";

/** Every call the page can make, with its argument and its result. */
export interface Calls {
  inspectDevices: { argument: null; result: DeviceOffer };
  listHypernetworks: { argument: null; result: HypernetworkInfo[] };
  load: { argument: LoadRequest; result: LoadedModels };
  generateAdapter: {
    argument: { description: string; blend: Blend | null };
    result: AdapterSummary;
  };
  releaseAdapter: { argument: { adapterId: string }; result: null };
  chat: { argument: ChatRequest; result: ColumnResult[] };
  exportAdapter: {
    argument: { adapterId: string; strength: number; scope: AdapterScope | null };
    result: ExportedFile;
  };
  trainingTasks: { argument: null; result: TrainingTasks | null };
  placeDescription: {
    argument: { description: string };
    result: DescriptionPlace | null;
  };
  singularValues: { argument: { adapterId: string }; result: SingularValues };
  compareToMean: { argument: { adapterId: string }; result: MeanComparison | null };
  compareDescriptions: {
    argument: { adapterId: string; descriptions: readonly string[] };
    result: number[] | null;
  };
  storage: { argument: null; result: StorageReport };
  clearStorage: { argument: null; result: null };
}

export type CallName = keyof Calls;

export type Request =
  | {
      [Name in CallName]: {
        kind: "call";
        id: number;
        name: Name;
        argument: Calls[Name]["argument"];
      };
    }[CallName]
  /** Asks the call with this id to stop; its own answer still comes. */
  | { kind: "cancel"; id: number };

export type Response =
  | { kind: "result"; id: number; result: unknown }
  | { kind: "error"; id: number; code: ErrorCode; message: string }
  | { kind: "progress"; id: number; progress: LoadProgress }
  | { kind: "chat"; id: number; events: ChatEvent[] }
  | { kind: "engine"; event: EngineEvent };
