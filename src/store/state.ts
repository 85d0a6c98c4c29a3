/** Everything the page shows, as plain data: no tensors, sessions, workers or React. */
import type {
  AdapterSummary,
  Blend,
  Device,
  DeviceOffer,
  HypernetworkInfo,
  LoadedModels,
  StorageReport,
} from "../shared/engine";
import {
  type BaseModelRecord,
  DEFAULT_MODELS,
  type ModelRecord,
  type ModelRole,
  recordOf,
} from "../shared/models";
import { GREEDY, type SamplerSettings } from "../shared/sampler";
import { type CheckState, initialCheck } from "./check/state";
import { type Column, FIRST_COLUMNS } from "./chat/columnDefinitions";
import type { Conversation } from "./chat/conversationState";
import type { DeckTab } from "./page/deck";
import type { Failure } from "./failure";
import { type InspectState, NOTHING_INSPECTED } from "./inspect/state";
import type { Language } from "./page/language";
import { LIVE_OFF, type LiveState } from "./adapter/liveState";
import { type ScopeChoice, WHOLE_ADAPTER } from "./chat/steering";
import { EMPTY_LIBRARY, type LibraryState } from "./library/state";
import { DEFAULT_ANSWER_TOKENS } from "./limits";

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
  | { kind: "downloading"; model: string; role: ModelRole }
  | { kind: "building"; model: string };

export type GenerationState =
  | { status: "idle" }
  | { status: "waiting"; for: "models" | "answer" }
  | { status: "running" }
  | { status: "failed"; failure: Failure };

export type AnsweringState =
  | { status: "idle" }
  | { status: "waiting"; for: "models" | "adapter" }
  | { status: "answering" }
  | { status: "stopping" };

/** What became of a link that was opened. */
export type LinkState =
  | { status: "none" }
  | { status: "unreadable"; reason: UnreadableLink }
  | { status: "restoring" }
  | {
      status: "restored";
      adapter: "identical" | "same-up-to-rounding" | "different" | "absent";
      /** Models the link names and this page does not run; equal names differ in version. */
      otherModels: { theirs: string; ours: string }[];
    };

export type UnreadableLink =
  | { kind: "too-long" | "incomplete" | "damaged" }
  | { kind: "other-format"; found: number; known: number };

/** Why the page has not begun to load. */
export interface MemoryGuard {
  gigabytes: number | null;
}

export interface OfflineState {
  /** "partial" until every file of the page is kept. */
  status: "absent" | "partial" | "complete";
  isUpdateReady: boolean;
}

/** The last thing that finished, for screen readers. */
export type Announcement =
  | { kind: "none" }
  | { kind: "adapter-ready"; parameters: number }
  | { kind: "checked" }
  | { kind: "answered"; answers: { column: Column; text: string }[] };

/** A message above the panels that stays until it is dismissed or overtaken. */
export type Notice =
  | { kind: "device-lost"; message: string }
  | { kind: "recovered" }
  | {
      kind: "failure";
      during: "download" | "storage";
      failure: Failure;
    };

export interface AppState {
  language: Language;
  offer: DeviceOffer | null;
  /** Chosen by the person or recommended by the engine; null until devices are known. */
  device: Device | null;
  models: ModelsState;
  /** The models that the page knows, of every role. */
  registry: readonly ModelRecord[];
  /** The base model to load, chosen or the default. */
  baseModelId: string;
  /** The hypernetwork to load, chosen or the default. */
  hypernetworkId: string;
  /** The hypernetworks of the site; empty until it has been asked. */
  checkpoints: HypernetworkInfo[];
  storage: StorageReport | null;

  description: string;
  /** The second description and how it is mixed in; null without one. */
  blend: Blend | null;
  live: LiveState;
  generation: GenerationState;
  conversations: Conversation[];
  currentKey: number;

  message: string;
  answering: AnsweringState;
  strength: number;
  scope: ScopeChoice;
  /** At least one, at most MOST_COLUMNS, as they are shown. */
  columns: Column[];
  /** The adapters of control columns that have been made, by column id. */
  controlAdapters: Record<string, AdapterSummary>;
  /** Whether words that the base column did not write are marked. */
  highlightsDifferences: boolean;
  /** Whether earlier turns are part of what a column reads. */
  remembersTurns: boolean;
  sampler: SamplerSettings;
  maxNewTokens: number;

  check: CheckState;

  inspection: InspectState;

  /** The open tab of the deck. */
  deckTab: DeckTab;

  library: LibraryState;
  offline: OfflineState;
  /** Set while the page asks whether to load at all. */
  memoryGuard: MemoryGuard | null;
  isTourShown: boolean;

  link: LinkState;
  notice: Notice | null;
  announcement: Announcement;
}

export function initialState(registry: readonly ModelRecord[]): AppState {
  return {
    language: "en",
    offer: null,
    device: null,
    models: { status: "idle" },
    registry,
    baseModelId: DEFAULT_MODELS.base,
    hypernetworkId: DEFAULT_MODELS.hypernetwork,
    checkpoints: [],
    storage: null,
    description: "",
    blend: null,
    live: LIVE_OFF,
    generation: { status: "idle" },
    conversations: [emptyConversation(0)],
    currentKey: 0,
    message: "",
    answering: { status: "idle" },
    strength: 1,
    scope: WHOLE_ADAPTER,
    columns: [...FIRST_COLUMNS],
    controlAdapters: {},
    highlightsDifferences: false,
    remembersTurns: true,
    sampler: GREEDY,
    maxNewTokens: DEFAULT_ANSWER_TOKENS,
    check: initialCheck(),
    inspection: NOTHING_INSPECTED,
    deckTab: "demos",
    library: EMPTY_LIBRARY,
    offline: { status: "absent", isUpdateReady: false },
    memoryGuard: null,
    isTourShown: false,
    link: { status: "none" },
    notice: null,
    announcement: { kind: "none" },
  };
}

export function emptyConversation(key: number): Conversation {
  return {
    key,
    description: "",
    adapter: null,
    isAdapterLoaded: false,
    isLive: false,
    turns: [],
  };
}

/** The conversation on screen. */
export function currentConversation(state: AppState): Conversation {
  return state.conversations.find(({ key }) => key === state.currentKey)!;
}

export function loadedModels(state: AppState): LoadedModels | null {
  return state.models.status === "ready" ? state.models.loaded : null;
}

/** The base model that is loaded, or else the one that will be. */
export function baseModel(state: AppState): BaseModelRecord {
  const id = loadedModels(state)?.base.id ?? state.baseModelId;
  return recordOf(state.registry, "base", id);
}
