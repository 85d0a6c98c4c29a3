/** Making the adapters that columns lack, before a question or a check is put to them. */
import type { ActionContext } from "../actionContext";
import { type Failure, isAborted, toFailure } from "../../shared/errors";
import type { AppState } from "../state";
import type { WorkRequest } from "../workQueue";
import { type Column, type ControlSource, controlSource } from "./columnDefinitions";

/** Why control columns have no adapter, by column id. */
type Failures = ReadonlyMap<string, Failure>;

export interface PreparationNeeds {
  /** Makes the current adapter again that the engine no longer holds. */
  restoreAdapter(): Promise<void>;
}

/** As WorkQueue.run, for a job that needs the adapters of all columns. */
export function runWithColumns<T>(
  context: ActionContext<PreparationNeeds>,
  request: WorkRequest,
  job: (failures: Failures) => Promise<T>,
): Promise<T> {
  const { work, actions } = context;
  const preparing = work.run({ kind: "preparation", signal: request.signal }, () => {
    // Work of its own, which the job waits for too.
    void actions.restoreAdapter();
    return makeControls(context, request.signal);
  });
  // Where it is stopped, so is the job, which tells of it.
  preparing.catch(() => {});
  return work.run(request, async () => job(await preparing));
}

/** Makes the adapters that control columns lack, one after the other; rejects when stopped. */
async function makeControls(
  { engine, store }: ActionContext,
  signal: AbortSignal,
): Promise<Failures> {
  const failures = new Map<string, Failure>();
  for (const column of store.getState().columns) {
    const source = missingControl(store.getState(), column);
    if (!source) continue;
    const { description, blend = null } = source;
    try {
      const adapter = await engine.generateAdapter(description, signal, blend);
      store.setState(({ controlAdapters }) => ({
        controlAdapters: { ...controlAdapters, [column.id]: adapter },
      }));
    } catch (error) {
      if (isAborted(error)) throw error;
      failures.set(column.id, toFailure(error));
    }
  }
  return failures;
}

/** What to make this column's adapter of; null when it needs none or has it. */
function missingControl(state: AppState, column: Column): ControlSource | null {
  const made = state.controlAdapters[column.id];
  return made?.hypernetworkId === state.hypernetworkId
    ? null
    : controlSource(column.source);
}
