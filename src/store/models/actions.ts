/** Loading the models, switching device or hypernetwork, and what the browser keeps. */
import type { Device, DeviceOffer, EngineEvent, LoadProgress } from "../../shared/engine";
import { hypernetworksFor, type ModelRecord, recordOf } from "../../shared/models";
import type { ActionContext } from "../actionContext";
import { type Failure, isAborted, toFailure } from "../../shared/errors";
import { CONTEXT_LENGTH } from "../limits";
import type { CheckpointActions } from "./checkpointActions";
import { lackOfRoom, type OwnBaseActions } from "./ownBaseActions";
import { ownBaseOf } from "./ownBaseState";
import { createLoadingRate } from "./loadingRate";
import type { AppState } from "../state";
import { firstBase } from "./baseChoice";
import type { LoadingView } from "./state";

export interface ModelActions {
  /** Asks what the browser offers, then loads everything. Never rejects. */
  start(): Promise<void>;
  /** Loads again with what is chosen now; also the retry after a failure. */
  load(): Promise<void>;
  cancelLoading(): void;
  switchDevice(device: Device): Promise<void>;
  switchHypernetwork(id: string): Promise<void>;
  /**
   * Loads another base model, with this hypernetwork; absent: its first one if it has any. Where its
   * file cannot be had the loaded one stays.
   */
  switchBase(id: string, hypernetworkId?: string | null): Promise<void>;
  refreshStorage(): Promise<void>;
  clearStorage(): Promise<void>;
}

interface Needs
  extends CheckpointActions, Pick<OwnBaseActions, "findKeptBases" | "sourceOf"> {
  /** Makes the adapter on screen again if the engine lost it. */
  restoreAdapter(): Promise<void>;
}

export function createModelActions({
  engine,
  store,
  environment,
  adapters,
  actions,
}: ActionContext<Needs>): ModelActions {
  let loading = new AbortController();
  let asked = {};
  engine.subscribe(noteEvent);

  async function start(): Promise<void> {
    store.setState({ models: { status: "loading", ...nothingLoaded() } });
    try {
      const offer = await engine.inspectDevices();
      store.setState((state) => ({
        offer,
        device: state.device ?? offer.recommended,
        ...baseFor(state, offer),
      }));
    } catch (error) {
      store.setState({ models: { status: "failed", failure: toFailure(error) } });
      return;
    }
    void actions.findKeptBases();
    await load();
  }

  async function load(notice: AppState["notice"] = null): Promise<void> {
    const { device, registry, baseModelId, hypernetworkId } = store.getState();
    if (device === null) return start();
    loading.abort();
    const controller = (loading = new AbortController());
    const isStale = () => loading !== controller;
    const hypernetwork =
      hypernetworkId === null ? null : recordOf(registry, "hypernetwork", hypernetworkId);
    const view = createLoadingView(registry, hypernetwork, environment.now);
    const own = ownBaseOf(store.getState(), baseModelId);
    const lack = own && lackOfRoom(own, device);
    if (lack) {
      store.setState({ models: { status: "failed", failure: lack }, notice });
      return;
    }
    store.setState({ models: { status: "loading", ...nothingLoaded() }, notice });
    try {
      const loaded = await engine.load(
        {
          device,
          baseModelId,
          hypernetworkId,
          encoderId: hypernetwork?.encoderId ?? null,
          contextLength: CONTEXT_LENGTH,
          ownBase: actions.sourceOf(baseModelId),
        },
        (progress) => {
          if (isStale()) return;
          store.setState({ models: { status: "loading", ...view(progress) } });
        },
        controller.signal,
      );
      if (isStale()) return;
      store.setState({ models: { status: "ready", loaded } });
    } catch (error) {
      if (isStale()) return;
      const failure = toFailure(error);
      if (device === "webgpu" && isOfDevice(failure)) return loadOnProcessor(failure);
      store.setState({
        models: isAborted(error)
          ? { status: "cancelled" }
          : { status: "failed", failure },
        // No device loads them, so none runs them.
        notice: null,
      });
      return;
    }
    void actions.restoreAdapter();
    void actions.refreshCheckpoints();
    await refreshStorage();
  }

  /**
   * Whether to go on to another base model: its file can be had, and nobody chose again meanwhile. Where
   * it cannot, the page says so and what is loaded stays.
   */
  async function mayLeaveFor(id: string): Promise<boolean> {
    const own = (asked = {});
    if (store.getState().models.status !== "ready" || actions.sourceOf(id)) return true;
    try {
      await engine.findBase(id);
    } catch (error) {
      if (asked !== own) return false;
      const failure = toFailure(error);
      store.setState({ notice: { kind: "failure", during: "base", failure } });
      return false;
    }
    return asked === own;
  }

  /** What the graphics device cannot do the processor does, slower. */
  async function loadOnProcessor(failure: Failure): Promise<void> {
    store.setState({ device: "wasm" });
    await load({ kind: "on-processor", failure });
    // Where the processor does no better, the device was not at fault.
    if (store.getState().models.status === "failed") store.setState({ device: "webgpu" });
  }

  async function refreshStorage(): Promise<void> {
    try {
      store.setState({ storage: await engine.storage() });
    } catch (error) {
      noteStorageFailure(error);
    }
  }

  function noteStorageFailure(error: unknown): void {
    store.setState({
      notice: { kind: "failure", during: "storage", failure: toFailure(error) },
    });
  }

  function noteEvent(event: EngineEvent): void {
    switch (event.kind) {
      case "device-lost":
        store.setState({ notice: { kind: "device-lost", reason: event.reason } });
        break;
      case "recovered":
        store.setState({ notice: { kind: "recovered" } });
        break;
      case "failed":
        noteEnd(event.failure);
        break;
      default:
        event satisfies never;
    }
  }

  /** The engine has nothing any more; adapters are made again when they are needed. */
  function noteEnd(failure: Failure): void {
    store.setState(({ conversations }) => ({
      models: { status: "failed", failure },
      notice: null,
      controlAdapters: {},
      conversations: conversations.map((conversation) => ({
        ...conversation,
        isAdapterLoaded: false,
      })),
    }));
    const isOnGpu = store.getState().device === "webgpu";
    if (isOnGpu && isOfDevice(failure)) void loadOnProcessor(failure);
  }

  return {
    start,
    load: () => load(),
    refreshStorage,
    cancelLoading: () => loading.abort(),
    async switchDevice(device) {
      if (device === store.getState().device) return;
      store.setState({ device });
      await load();
    },
    async switchHypernetwork(id) {
      const { registry } = store.getState();
      const { baseModelId } = recordOf(registry, "hypernetwork", id);
      const isOther = baseModelId !== store.getState().baseModelId;
      if (isOther && !(await mayLeaveFor(baseModelId))) return;
      store.setState({ hypernetworkId: id, baseModelId, isBaseChosen: true });
      await load();
    },
    async switchBase(id, hypernetworkId) {
      const { registry, baseModelId } = store.getState();
      if (id === baseModelId || !(await mayLeaveFor(id))) return;
      const [first] = hypernetworksFor(registry, recordOf(registry, "base", id).id);
      // The controls are made anew; adapters of conversations wait for their base model.
      for (const adapter of Object.values(store.getState().controlAdapters)) {
        void adapters.release(adapter.id);
      }
      store.setState({
        baseModelId: id,
        isBaseChosen: true,
        hypernetworkId:
          hypernetworkId === undefined ? (first?.id ?? null) : hypernetworkId,
        controlAdapters: {},
        generation: { status: "idle" },
      });
      await load();
    },
    async clearStorage() {
      try {
        await engine.clearStorage();
      } catch (error) {
        noteStorageFailure(error);
        return;
      }
      await refreshStorage();
    },
  };
}

/** The base model that the device begins with, where nobody chose one. */
function baseFor(
  { registry, visit, isBaseChosen, baseModelId }: AppState,
  offer: DeviceOffer,
): Partial<AppState> {
  if (isBaseChosen || !visit) return {};
  const id = firstBase(registry, offer, visit);
  if (id === baseModelId) return {};
  return {
    baseModelId: id,
    hypernetworkId: hypernetworksFor(registry, id)[0]?.id ?? null,
  };
}

/** Whether another device may do better; a file that does not arrive is missing on all. */
function isOfDevice(failure: Failure): boolean {
  switch (failure.code) {
    case "no-webgpu":
    case "device-lost":
    case "internal":
      return true;
    case "out-of-memory":
      return failure.of === "gpu";
    default:
      return false;
  }
}

function nothingLoaded(): LoadingView {
  return {
    step: { kind: "starting" },
    loadedBytes: 0,
    totalBytes: 0,
    secondsLeft: null,
  };
}

/** Download events carry the totals over all files; building keeps the last of them. */
function createLoadingView(
  registry: readonly ModelRecord[],
  hypernetwork: ModelRecord | null,
  now: () => number,
): (progress: LoadProgress) => LoadingView {
  const rate = createLoadingRate();
  let view = nothingLoaded();
  return (progress) => {
    if (progress.stage === "build") {
      const step = { kind: "building", model: progress.what } as const;
      view = { ...view, step, secondsLeft: null };
    } else {
      const { file, loadedBytes, totalBytes } = progress;
      const secondsLeft = rate.update(loadedBytes, totalBytes, now());
      // The registry lists no files of a hypernetwork, so all others are this one's.
      const { label, role } =
        registry.find(({ files }) => files.some(({ path }) => path === file)) ??
        hypernetwork!;
      const step = { kind: "downloading", model: label, role } as const;
      view = { step, loadedBytes, totalBytes, secondsLeft };
    }
    return view;
  };
}
