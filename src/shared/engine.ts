/** The contract between the page and the computation: plain data in, plain data out. */
import type { ErrorCode } from "./errors";
import type { SamplerSettings } from "./sampler";
import type { Training, Variant } from "./variants";

export type Device = "webgpu" | "wasm";

/** What the engine runs on, in words the status line can show. */
export interface DeviceReport {
  device: Device;
  /** GPU name, "software adapter", or "WebAssembly". */
  name: string;
  isFallbackAdapter: boolean;
  /** Threads of the WebAssembly runtime; 1 without cross-origin isolation. */
  threads: number;
  crossOriginIsolated: boolean;
}

/** What the browser offers, before anything is loaded. */
export interface DeviceOffer {
  webgpu:
    | { status: "available"; name: string; isFallbackAdapter: boolean }
    | { status: "unavailable"; reason: string };
  recommended: Device;
}

export interface LoadRequest {
  device: Device;
  baseModelId: string;
  encoderId: string;
  hypernetworkId: string;
  /** Longest conversation in tokens, prompt and answer together. */
  contextLength: number;
}

export type LoadProgress =
  | { stage: "download"; file: string; loadedBytes: number; totalBytes: number }
  | { stage: "build"; what: string };

/** What was loaded, for the status line, the link and the adapter panel. */
export interface LoadedModels {
  deviceReport: DeviceReport;
  contextLength: number;
  base: { id: string; label: string; sha256: string; bytesHeld: number };
  encoder: { id: string; label: string; sha256: string };
  hypernetwork: HypernetworkInfo;
}

/** The model that reads descriptions for a hypernetwork. */
export type DescriptionReader = "encoder" | "base";

export interface HypernetworkInfo {
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
  /** Measured on the 69 unseen tasks by training/evaluate.py; null when not measured. */
  evaluation: HypernetworkEvaluation | null;
}

export interface HypernetworkEvaluation {
  conditions: Record<string, { score: number; low: number; high: number }>;
  tasks: number;
  examplesPerTask: number;
}

/** A generated adapter as the page knows it; the tensors stay in the engine. */
export interface AdapterSummary {
  /** Unique within one engine. */
  id: string;
  description: string;
  hypernetworkId: string;
  /** Of the modules whose rank is largest. */
  rank: number;
  /** The other modules. */
  lowerRanks: ModuleRank[];
  alpha: number;
  scaling: number;
  targetModules: string[];
  parameters: number;
  /** SHA-256 of the float32 values, hex. Equal on the same device and build. */
  checksum: string;
  /** A few projections of the weights, to recognise "the same up to rounding" across devices. */
  sketch: number[];
  /** ‖scaling · BA‖ (Frobenius) per target module and layer. */
  norms: { module: string; perLayer: number[] }[];
  timings: { encodeMs: number; generateMs: number; uploadMs: number };
  /** Null or absent: made from `description` alone. */
  blend?: Blend | null;
}

export interface ModuleRank {
  module: string;
  rank: number;
}

/** A second description mixed in. */
export interface Blend {
  description: string;
  /** 0 is the first description alone, 1 the second. */
  position: number;
  /**
   * "descriptions": one adapter from the mixed description encodings. "weights": the sum of
   * both adapters' BA, exact; of twice the rank unless they share A.
   */
  space: BlendSpace;
}

export type BlendSpace = "descriptions" | "weights";

/** Of scaling · BA, largest first, for every layer. */
export type SingularValues = { module: string; perLayer: number[][] }[];

/** How far an adapter is from the mean of training tasks' adapters; all cosines are of BA. */
export interface MeanComparison {
  adapter: number;
  /** Of each reference task to the mean of the other reference tasks, ascending. */
  tasks: number[];
  /** Of adapters made from words that mean nothing. */
  gibberish: number[];
}

/** A task the hypernetwork was trained on; its examples are not known here. */
export interface TrainingTask {
  name: string;
  family: string;
  /** One of its training descriptions; "" where all might show an example. */
  description: string;
  /** Its place on the map. */
  x: number;
  y: number;
}

export interface TrainingTasks {
  tasks: TrainingTask[];
  /** Share of the vectors' variance that the map shows. */
  explained: number;
  nearestSimilarity: NearestSimilarity;
}

/**
 * Quantiles of the cosine to the nearest training task, ascending: for training tasks and for
 * tasks held out, by descriptions not trained on, and for gibberish.
 */
export type NearestSimilarity = Record<
  "train" | "validation" | "gibberish",
  { share: number; similarity: number }[]
>;

/** Where a description lies among the training tasks. */
export interface DescriptionPlace {
  x: number;
  y: number;
  /** The most similar first; `task` indexes TrainingTasks.tasks. */
  nearest: { task: number; similarity: number }[];
}

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** The part of an adapter that applies: these modules, in these layers, both ends included. */
export interface AdapterScope {
  modules: string[];
  firstLayer: number;
  lastLayer: number;
}

/** One column of a comparison = one row of the batch. */
export interface ColumnRequest {
  /** Chosen by the page; echoed in events. */
  id: string;
  messages: ChatMessage[];
  /** null = the base model, unadapted. */
  adapterId: string | null;
  /** Multiplies the adapter's scaling; 0 is exactly the base model, below 0 its opposite. */
  strength: number;
  /** Absent or null: all of the adapter. */
  scope?: AdapterScope | null;
}

export interface ChatRequest {
  columns: ColumnRequest[];
  sampler: SamplerSettings;
  maxNewTokens: number;
}

export interface ChatEvent {
  columnId: string;
  /** The share of the columns' messages that has been read, 1 from the first token on. */
  read: number;
  /** Whole answer so far, as text. */
  text: string;
  tokens: number;
  finish: FinishReason | null;
  tokensPerSecond: number;
}

export type FinishReason = "stop" | "length" | "context-full" | "aborted";

export interface ColumnResult {
  columnId: string;
  text: string;
  tokens: number;
  finish: FinishReason;
  tokensPerSecond: number;
  firstTokenMs: number;
}

export type EngineEvent =
  | { kind: "device-lost"; message: string }
  | { kind: "recovered" }
  | { kind: "failed"; code: ErrorCode; message: string };

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
  /** Why the next visit has to fetch files again; null while all are kept. */
  notKept: "no-room" | "unavailable" | null;
}

/** Implemented by engine/engine.ts, by worker/client.ts over a thread, and by test fakes. */
export interface Engine {
  inspectDevices(): Promise<DeviceOffer>;
  /** Those of the registry that this site has, whichever is loaded. */
  listHypernetworks(): Promise<HypernetworkInfo[]>;
  /** Loads, or switches device or models; the previous ones are disposed first. */
  load(
    request: LoadRequest,
    onProgress: (progress: LoadProgress) => void,
    signal?: AbortSignal,
  ): Promise<LoadedModels>;
  /** Description -> adapter, kept in the engine under the returned id. */
  generateAdapter(
    description: string,
    signal?: AbortSignal,
    blend?: Blend | null,
  ): Promise<AdapterSummary>;
  releaseAdapter(adapterId: string): Promise<void>;
  /** Answers all columns in lock-step. Aborting resolves with what was written so far. */
  chat(
    request: ChatRequest,
    onEvents: (events: ChatEvent[]) => void,
    signal?: AbortSignal,
  ): Promise<ColumnResult[]>;
  /** PEFT folder as a .zip; strength is folded into lora_alpha, B is 0 outside the scope. */
  exportAdapter(
    adapterId: string,
    strength: number,
    scope?: AdapterScope | null,
  ): Promise<ExportedFile>;
  /** Null when the site has no list of them that fits the encoder; rejects while that cannot be told. */
  trainingTasks(): Promise<TrainingTasks | null>;
  /** Null when the training tasks are not known. */
  placeDescription(
    description: string,
    signal?: AbortSignal,
  ): Promise<DescriptionPlace | null>;
  singularValues(adapterId: string): Promise<SingularValues>;
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
