/** Making the adapters that columns lack, before a question or a check is put to them. */
import type { ActionContext } from "../actionContext";
import type { AdapterSummary } from "../../shared/adapter";
import { AppError, type Failure, isAborted, toFailure } from "../../shared/errors";
import { recordsOf } from "../../shared/models";
import { fitsModels } from "../models/otherBase";
import { type AppState, currentConversation } from "../state";
import type { WorkRequest } from "../workQueue";
import { type Column, type ControlSource, controlSource } from "./columnDefinitions";
import { COLUMN_KINDS } from "./columnKinds";
import { activeColumns } from "./columns";

/** Reasons why columns have no adapter, by column id. */
type Failures = ReadonlyMap<string, Failure>;

export interface PreparationNeeds {
  /** Makes the current adapter again if the engine no longer holds it. */
  restoreAdapter(): Promise<void>;
  /** Puts a taught adapter's numbers into the engine; null where they are not kept. */
  restoreTaught(adapter: { checksum: string }): Promise<AdapterSummary | null>;
}

/** Runs a job through the work queue that needs the adapters of all columns. */
export function runWithColumns<T>(
  context: ActionContext<PreparationNeeds>,
  request: WorkRequest,
  job: (failures: Failures) => Promise<T>,
): Promise<T> {
  const { store, work, actions } = context;
  const preparing = work.run({ kind: "preparation", signal: request.signal }, () => {
    // This is work of its own, which the job waits for too.
    void actions.restoreAdapter();
    return makeControls(context, request.signal);
  });
  // Whatever stops the preparation stops the job too, which tells of it.
  preparing.catch(() => {});
  return work.run(request, async () => {
    const ofControls = await preparing;
    return job(new Map([...ofControls, ...failuresOfShown(store.getState())]));
  });
}

/** Reasons why the columns with the adapter on screen have none, after it was to be restored. */
function failuresOfShown(state: AppState): [string, Failure][] {
  const { adapter, isAdapterLoaded } = currentConversation(state);
  if (!adapter || isAdapterLoaded) return [];
  const failure = restoreFailure(state, adapter);
  return activeColumns(state)
    .filter(({ source }) => COLUMN_KINDS[source.kind].adapter === "current")
    .map(({ id }) => [id, failure]);
}

function restoreFailure(state: AppState, adapter: AdapterSummary): Failure {
  const { generation, teaching } = state;
  if (!fitsModels(adapter, state)) return madeByOther(state, adapter.hypernetworkId);
  if (generation.status === "failed") return generation.failure;
  const isMissing = teaching.missing.includes(adapter.checksum);
  const kind = isMissing ? "numbers-missing" : "adapter-gone";
  return { code: "bad-input", fault: { kind } };
}

function madeByOther({ registry }: AppState, hypernetworkId: string | null): Failure {
  const maker = recordsOf(registry, "hypernetwork").find(
    ({ id }) => id === hypernetworkId,
  );
  const hypernetwork = maker?.label ?? hypernetworkId ?? "";
  return { code: "bad-input", fault: { kind: "other-hypernetwork", hypernetwork } };
}

/** Makes the adapters that control columns lack, one after the other; rejects when stopped. */
async function makeControls(
  { engine, store, adapters, actions }: ActionContext<PreparationNeeds>,
  signal: AbortSignal,
): Promise<Failures> {
  const failures = new Map<string, Failure>();
  for (const column of store.getState().columns) {
    const source = missingControl(store.getState(), column);
    if (!source) continue;
    const { description, blend = null, taught: checksum, hypernetworkId } = source;
    if (hypernetworkId && hypernetworkId !== store.getState().hypernetworkId) {
      failures.set(column.id, madeByOther(store.getState(), hypernetworkId));
      continue;
    }
    try {
      const adapter = checksum
        ? await actions.restoreTaught({ checksum })
        : await engine.generateAdapter(description, signal, blend);
      if (!adapter) {
        throw new AppError({ code: "bad-input", fault: { kind: "numbers-missing" } });
      }
      const unused = takeControl(store, column, adapter);
      if (unused) void adapters.release(unused.id);
    } catch (error) {
      if (isAborted(error)) throw error;
      failures.set(column.id, toFailure(error));
    }
  }
  return failures;
}

/**
 * Gives a column its adapter. Returns the one that nothing asks any more: that of other models
 * before it, or the new one itself where the column was removed meanwhile.
 */
function takeControl(
  store: ActionContext["store"],
  { id }: Column,
  adapter: AdapterSummary,
): AdapterSummary | null {
  const { columns, controlAdapters } = store.getState();
  if (!columns.some((column) => column.id === id)) return adapter;
  store.setState({ controlAdapters: { ...controlAdapters, [id]: adapter } });
  return controlAdapters[id] ?? null;
}

/**
 * Descriptions to make this column's adapter of; null when it needs none or has it, or was removed.
 */
function missingControl(state: AppState, column: Column): ControlSource | null {
  if (!state.columns.some(({ id }) => id === column.id)) return null;
  const made = state.controlAdapters[column.id];
  return made && fitsModels(made, state) ? null : controlSource(column.source);
}
