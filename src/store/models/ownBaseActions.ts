/** Base models from files that a person brings: read, asked about, loaded, kept, removed. */
import type { Device } from "../../shared/engine";
import { AppError, type Failure, isAborted, toFailure } from "../../shared/errors";
import { type BaseSource, MOST_WASM_BYTES, type OwnBase } from "../../shared/models";
import type { ActionContext } from "../actionContext";
import type { AppState } from "../state";
import type { ModelActions } from "./actions";
import { LIGHT_GIGABYTES } from "./baseChoice";
import { type KnownOwnBase, ownBaseOf } from "./ownBaseState";

export interface OwnBaseActions {
  /** Reads a file, and loads it as the base model; asks first where it is large. Never rejects. */
  offerBase(file: File): Promise<void>;
  /** Loads the file that was asked about. */
  loadOffered(): Promise<void>;
  /** Stops reading, or lets the question or the refusal go. */
  dismissBaseFile(): void;
  /** Keeps the file in the browser for the next visit. Never rejects. */
  keepOwnBase(id: string): Promise<void>;
  cancelKeeping(): void;
  removeOwnBase(id: string): Promise<void>;
  /** Adds the base models that are kept to those that can be chosen. Never rejects. */
  findKeptBases(): Promise<void>;
  /** The file that the base model is loaded from; null where the site has it. */
  sourceOf(baseModelId: string): BaseSource | null;
}

type Needs = Pick<ModelActions, "load" | "switchBase">;

export function createOwnBaseActions({
  engine,
  store,
  actions,
}: ActionContext<Needs>): OwnBaseActions {
  /** By the id of the record. */
  const files = new Map<string, File>();
  let reading = new AbortController();
  let keeping = new AbortController();

  async function offerBase(file: File): Promise<void> {
    reading.abort();
    const { signal } = (reading = new AbortController());
    const { name, size: totalBytes } = file;
    const tell = (loadedBytes: number) => {
      if (signal.aborted) return;
      store.setState({ baseFile: { status: "reading", name, loadedBytes, totalBytes } });
    };
    tell(0);
    try {
      const base = await engine.inspectBase(file, tell, signal);
      if (signal.aborted) return;
      const lack = lackOfRoom(base, store.getState().device);
      if (lack) throw new AppError(lack);
      files.set(base.record.id, file);
      if (base.record.neededGigabytes > LIGHT_GIGABYTES) {
        store.setState({ baseFile: { status: "asking", base } });
        return;
      }
      await choose(base);
    } catch (error) {
      if (signal.aborted || isAborted(error)) return;
      store.setState({
        baseFile: { status: "refused", name, failure: toFailure(error) },
      });
    }
  }

  async function choose(base: OwnBase): Promise<void> {
    const { id } = base.record;
    store.setState((state) => ({
      ...withOwnBase(state, { ...base, isHere: true }),
      baseFile: { status: "none" },
    }));
    const isChosen = store.getState().baseModelId === id;
    await (isChosen ? actions.load() : actions.switchBase(id));
  }

  async function removeOwnBase(id: string): Promise<void> {
    const known = ownBaseOf(store.getState(), id);
    if (!known) return;
    try {
      await engine.removeBase(known.record.files[0].sha256);
      store.setState((state) => withOwnBase(state, { ...known, isKept: false }));
    } catch (error) {
      store.setState({ keeping: { status: "failed", id, failure: toFailure(error) } });
    }
  }

  return {
    offerBase,
    async loadOffered() {
      const { baseFile } = store.getState();
      if (baseFile.status === "asking") await choose(baseFile.base);
    },
    dismissBaseFile() {
      reading.abort();
      store.setState({ baseFile: { status: "none" } });
    },
    async keepOwnBase(id) {
      const known = ownBaseOf(store.getState(), id);
      const file = files.get(id);
      if (!known || !file) return;
      keeping.abort();
      const { signal } = (keeping = new AbortController());
      const tell = (loadedBytes: number) => {
        if (signal.aborted) return;
        const totalBytes = file.size;
        store.setState({ keeping: { status: "keeping", id, loadedBytes, totalBytes } });
      };
      tell(0);
      try {
        await engine.keepBase({ record: known.record, file }, tell, signal);
        store.setState((state) => ({
          ...withOwnBase(state, { ...known, isKept: true }),
          keeping: { status: "idle" },
        }));
      } catch (error) {
        if (signal.aborted) return;
        store.setState({ keeping: { status: "failed", id, failure: toFailure(error) } });
      }
    },
    cancelKeeping() {
      keeping.abort();
      store.setState({ keeping: { status: "idle" } });
    },
    removeOwnBase,
    async findKeptBases() {
      const kept = await engine.keptBases().catch(() => []);
      for (const base of kept) {
        store.setState((state) => withOwnBase(state, { ...base, isKept: true }));
      }
    },
    sourceOf(baseModelId) {
      const known = ownBaseOf(store.getState(), baseModelId);
      if (!known) return null;
      const file = files.get(baseModelId) ?? null;
      const isOfSite = known.record.source.kind !== "own" && !known.isKept;
      return file === null && isOfSite ? null : { record: known.record, file };
    },
  };
}

/** The failure of a model that this device has no room for; null where it may have. */
export function lackOfRoom(
  { heldBytes }: OwnBase,
  device: Device | null,
): Failure | null {
  if (device !== "wasm" || heldBytes.wasm <= MOST_WASM_BYTES) return null;
  const fault = { needed: heldBytes.wasm, most: MOST_WASM_BYTES };
  return { code: "bad-base", fault: { kind: "too-large", ...fault } };
}

/** Its record can be chosen from now on; what is not said of it stays as it was. */
function withOwnBase(
  { registry, ownBases }: AppState,
  base: OwnBase & Partial<KnownOwnBase>,
): Pick<AppState, "registry" | "ownBases"> {
  const { record } = base;
  const before = ownBases.find((one) => one.record.id === record.id);
  const known = { isHere: false, isKept: false, ...before, ...base };
  const others = registry.filter(({ id }) => id !== record.id);
  return {
    // The page's own record stays in its place.
    registry: record.source.kind === "own" ? [...others, record] : registry,
    ownBases: [...ownBases.filter((one) => one !== before), known],
  };
}
