/** The contract between the page and the computation: plain data in, plain data out. */
import type {
  AdapterScope,
  AdapterSummary,
  Blend,
  ExportOptions,
  GivenFile,
  LaterBlend,
  MergedFormat,
  SavedAdapter,
} from "./adapter";
import type { ChatEvent, ChatRequest, ColumnResult } from "./chat";
import type {
  DescriptionPlace,
  MeanComparison,
  SingularValues,
  TrainingTasks,
} from "./inspection";
import type { DescriptionLength } from "./description";
import type { Failure } from "./errors";
import type { BaseSource, OwnBase } from "./models";
import type { TeachingProgress, TeachRequest } from "./teaching";
import type { Training, Variant } from "./variants";

export type Device = "webgpu" | "wasm";

/** The device the engine runs on, in words the status line can show. */
export interface DeviceReport {
  device: Device;
  /** GPU name, "software adapter", or "WebAssembly". */
  name: string;
  isFallbackAdapter: boolean;
  /** Threads of the WebAssembly runtime; 1 without cross-origin isolation. */
  threads: number;
  crossOriginIsolated: boolean;
}

/**
 * A reason why there is no GPU: the browser has no WebGPU, or no adapter, gave no answer within
 * seconds, or has only a part of WebGPU.
 */
export type WebGpuFault = "absent" | "no-adapter" | "silent" | "broken";

/** The devices the browser offers, before anything is loaded. */
export interface DeviceOffer {
  webgpu:
    | { status: "available"; name: string; isFallbackAdapter: boolean }
    | { status: "unavailable"; reason: WebGpuFault };
  recommended: Device;
}

export interface LoadRequest {
  device: Device;
  baseModelId: string;
  /** Null with `hypernetworkId`. */
  encoderId: string | null;
  /** Null for a base model alone, which answers without adapters. */
  hypernetworkId: string | null;
  /** Longest conversation in tokens, prompt and answer together. */
  contextLength: number;
  /** The base model from a person's file; absent or null: the record's, from the site. */
  ownBase?: BaseSource | null;
}

export type LoadProgress =
  | { stage: "download"; file: string; loadedBytes: number; totalBytes: number }
  | { stage: "build"; what: string };

/** The loaded models, for the status line, the link and the adapter panel. */
export interface LoadedModels {
  deviceReport: DeviceReport;
  contextLength: number;
  base: { id: string; label: string; sha256: string; bytesHeld: number };
  /**
   * The encoder of the training tasks, which is loaded when something reads it; null where no
   * hypernetwork was asked for.
   */
  encoder: { id: string; label: string; sha256: string } | null;
  hypernetwork: CheckpointInfo | null;
}

/** The model that reads descriptions for a hypernetwork. */
export type DescriptionReader = "encoder" | "base";

export interface CheckpointInfo {
  id: string;
  label: string;
  sha256: string;
  variant: Variant;
  training: Training;
  reader: DescriptionReader;
  parameters: number;
  bytes: number;
  targetModules: string[];
  rank: number;
  alpha: number;
  scaling: number;
  /** Scores on the 69 unseen tasks by training/commands/evaluate.py; null when not measured. */
  evaluation: CheckpointEvaluation | null;
  /** The finished adapters that it was made of; null where it was made of none. */
  library: CheckpointLibrary | null;
}

export interface CheckpointEvaluation {
  conditions: Record<string, { score: number; low: number; high: number }>;
  tasks: number;
  examplesPerTask: number;
}

/** Finished adapters that a checkpoint was trained to write, by training/commands/compression. */
export interface CheckpointLibrary {
  adapters: number;
  /** Share of the adapters' numbers that the checkpoint saves. */
  saved: number;
  /** Its score on inputs of their tasks as a share of what the adapters themselves have. */
  share: { share: number; low: number; high: number };
  tasks: string[];
}

export type EngineEvent =
  /** `reason` in the browser's own words, "" where it gives none. */
  | { kind: "device-lost"; reason: string }
  | { kind: "recovered" }
  | { kind: "failed"; failure: Failure };

/** A file to hand to the person. */
export interface ExportedFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface StorageReport {
  /** Bytes of model files kept in this browser. */
  keptBytes: number;
  files: { name: string; bytes: number }[];
  quotaBytes: number | null;
  /** Reason why the next visit has to fetch files again; null while all are kept. */
  notKept: "no-room" | "unavailable" | null;
}

/**
 * The engine's interface, implemented by engine/engine.ts, by worker/client.ts over a thread,
 * and by test fakes.
 */
export interface Engine {
  inspectDevices(): Promise<DeviceOffer>;
  /** The registry's hypernetworks that this site has, whichever is loaded. */
  listCheckpoints(): Promise<CheckpointInfo[]>;
  /** Loads, or switches device or models; the previous ones are disposed first. */
  load(
    request: LoadRequest,
    onProgress: (progress: LoadProgress) => void,
    signal?: AbortSignal,
  ): Promise<LoadedModels>;
  /**
   * Rejects with "download-failed" where the site's base model can neither be fetched nor is kept;
   * what is loaded stays. Does not wait for other calls.
   */
  findBase(baseModelId: string): Promise<void>;
  /**
   * Reads a person's GGUF, its header first and then the whole for its SHA-256, and says what it is;
   * nothing is loaded or kept. Rejects with "bad-base", "bad-file" or "unsupported-model". Does not
   * wait for other calls.
   */
  inspectBase(
    file: File,
    onBytes: (bytes: number) => void,
    signal?: AbortSignal,
  ): Promise<OwnBase>;
  /** Keeps a base model's file in the browser. Rejects with "bad-base" where there is no room. */
  keepBase(
    source: BaseSource,
    onBytes: (bytes: number) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** The person's base models that are kept, each read anew from its file. */
  keptBases(): Promise<OwnBase[]>;
  /** Removes a kept base model's file; the loaded model works on. */
  removeBase(sha256: string): Promise<void>;
  /** Makes an adapter of a description and keeps it in the engine under the returned id. */
  generateAdapter(
    description: string,
    signal?: AbortSignal,
    blend?: Blend | null,
  ): Promise<AdapterSummary>;
  /**
   * Reads an adapter of PEFT (a .zip, a folder's files, or its two files) or a GGUF LoRA, and keeps
   * it like a generated one, with an empty description. Rejects with "bad-adapter" or "bad-file".
   */
  importAdapter(files: GivenFile[], signal?: AbortSignal): Promise<AdapterSummary>;
  /**
   * A new adapter, of the weights of one that is kept and of those that a description gives, mixed
   * exactly: what the first was taught, or was read from files, stays in it.
   */
  blendAdapter(
    adapterId: string,
    blend: LaterBlend,
    signal?: AbortSignal,
  ): Promise<AdapterSummary>;
  /** How much of a description the loaded hypernetwork would read; does not wait for other calls. */
  measureDescription(description: string): Promise<DescriptionLength>;
  releaseAdapter(adapterId: string): Promise<void>;
  /**
   * Examples -> a new adapter; the one that the lesson begins with stays as it is. Other calls come
   * between two steps. Aborting discards the lesson; `stopTeaching` keeps it. Rejects with
   * "lesson-failed" when the loss grows or is no number.
   */
  teach(
    request: TeachRequest,
    onProgress: (progress: TeachingProgress) => void,
    signal?: AbortSignal,
  ): Promise<AdapterSummary>;
  /** Ends the running lesson, if there is one, after its present step; `teach` resolves then. */
  stopTeaching(): Promise<void>;
  /**
   * The running lesson after its last step, as an adapter that it can be gone on with from;
   * null before the first step, or when none runs.
   */
  saveLesson(): Promise<SavedAdapter | null>;
  /** The adapter without what a lesson needs to go on, which is twice as much again. */
  saveAdapter(adapterId: string): Promise<SavedAdapter>;
  /**
   * Puts a saved adapter back, to the bit. Rejects with "bad-input" unless the hypernetwork that
   * it came from, if any, is loaded.
   */
  restoreAdapter(saved: SavedAdapter): Promise<AdapterSummary>;
  /** Answers all columns in lock-step. Aborting resolves with what was written so far. */
  chat(
    request: ChatRequest,
    onEvents: (events: ChatEvent[]) => void,
    signal?: AbortSignal,
  ): Promise<ColumnResult[]>;
  /** The adapter's files as a .zip; strength is folded into the scaling, B is 0 outside the scope. */
  exportAdapter(
    adapterId: string,
    strength: number,
    scope?: AdapterScope | null,
    options?: ExportOptions,
  ): Promise<ExportedFile>;
  /** Bytes of the model file that `exportAdapter` would give in each merged format. */
  mergedBytes(
    adapterId: string,
    strength: number,
    scope?: AdapterScope | null,
  ): Promise<Record<MergedFormat, number>>;
  /**
   * The training tasks, or null when the site has no list of them that fits the encoder;
   * rejects while that cannot be told.
   */
  trainingTasks(): Promise<TrainingTasks | null>;
  /**
   * The description's place among the training tasks; null when they are not known. The first
   * call loads the encoder unless the hypernetwork reads it, and other calls go on meanwhile.
   */
  placeDescription(
    description: string,
    signal?: AbortSignal,
  ): Promise<DescriptionPlace | null>;
  singularValues(adapterId: string): Promise<SingularValues>;
  /**
   * How far a taught adapter lies from what its description alone gives, which is generated for
   * it: ‖scaling · (BA − B₀A₀)‖ per target module and layer; null without a description.
   */
  movement(
    adapterId: string,
    signal?: AbortSignal,
  ): Promise<AdapterSummary["norms"] | null>;
  /** Makes the reference adapters at the first call, a second or more; null as above. */
  compareToMean(adapterId: string, signal?: AbortSignal): Promise<MeanComparison | null>;
  /**
   * Cosines between the adapter and those made from each of `descriptions`, of what is left of
   * BA without the mean adapter; null as above.
   */
  compareDescriptions(
    adapterId: string,
    descriptions: readonly string[],
    signal?: AbortSignal,
  ): Promise<number[] | null>;
  storage(): Promise<StorageReport>;
  clearStorage(): Promise<void>;
  /** Device loss and recovery happen on their own; this tells of them. Returns unsubscribe. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  dispose(): Promise<void>;
}
