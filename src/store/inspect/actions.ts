/** Looking inside the adapter on screen, and finding where its description lies. */
import { isBlank } from "../../shared/text/characters";
import type { ActionContext } from "../actionContext";
import { isAborted, toFailure } from "../../shared/errors";
import type { InspectState } from "./state";
import { currentConversation } from "../state";

/** The description and the second one. */
const BOXES = 2;

export interface InspectActions {
  /** Finds everything about the adapter on screen that is not known yet. Never rejects. */
  inspectAdapter(): Promise<void>;
  /**
   * Finds the place of what the description box says; the latest call wins. The first may fetch
   * the encoder. Never rejects.
   */
  placeDescription(): Promise<void>;
  /** Finds how much of a description the loaded hypernetwork reads. Never rejects. */
  measureDescription(description: string): Promise<void>;
  /** Makes adapters of rewordings and compares them with the one on screen. */
  testRewordings(): Promise<void>;
}

interface Needs {
  /** Asks anew what the browser keeps. */
  refreshStorage(): Promise<void>;
}

export function createInspectActions({
  engine,
  store,
  actions,
}: ActionContext<Needs>): InspectActions {
  let placing = new AbortController();
  let comparing = new AbortController();

  const known = () => store.getState().inspection;

  function change(part: Partial<InspectState>): void {
    store.setState(({ inspection }) => ({ inspection: { ...inspection, ...part } }));
  }

  /** The adapter on screen, when the engine holds it. */
  function heldAdapter() {
    const { models } = store.getState();
    const { adapter, isAdapterLoaded } = currentConversation(store.getState());
    return models.status === "ready" && isAdapterLoaded ? adapter : null;
  }

  async function run(
    working: InspectState["working"],
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    comparing.abort();
    const { signal } = (comparing = new AbortController());
    change({ working, failure: null });
    try {
      await work(signal);
    } catch (error) {
      if (!isAborted(error) && !signal.aborted) change({ failure: toFailure(error) });
    } finally {
      if (!signal.aborted) change({ working: "none" });
    }
  }

  async function readTasks(): Promise<void> {
    if (known().tasks !== null) return;
    change({ tasks: (await engine.trainingTasks()) ?? "absent" });
  }

  return {
    async inspectAdapter() {
      const adapter = heldAdapter();
      if (!adapter) return;
      await run("mean", async (signal) => {
        if (known().singularValues?.adapterId !== adapter.id) {
          const values = await engine.singularValues(adapter.id);
          change({ singularValues: { adapterId: adapter.id, values } });
        }
        if (adapter.lesson && known().movement?.adapterId !== adapter.id) {
          const moved = await engine.movement(adapter.id, signal);
          change({ movement: { adapterId: adapter.id, moved } });
        }
        await readTasks();
        if (known().mean?.adapterId === adapter.id) return;
        const comparison = await engine.compareToMean(adapter.id, signal);
        if (comparison) change({ mean: { adapterId: adapter.id, comparison } });
      });
    },
    async placeDescription() {
      const { description, models } = store.getState();
      const isFirst = known().place === null;
      placing.abort();
      const { signal } = (placing = new AbortController());
      const isAsked = models.status === "ready" && !isBlank(description);
      change({ isPlacing: isAsked, placeFailure: null });
      if (!isAsked) return;
      try {
        await readTasks();
        const place = await engine.placeDescription(description, signal);
        if (place && !signal.aborted) change({ place: { description, place } });
        // The encoder may have been fetched and kept.
        if (isFirst) void actions.refreshStorage();
      } catch (error) {
        // Below the description a missing hint is not worth an alarm; the map tells of it.
        if (!isAborted(error) && !signal.aborted) {
          change({ placeFailure: toFailure(error) });
        }
      } finally {
        if (!signal.aborted) change({ isPlacing: false });
      }
    },
    async measureDescription(description) {
      const { models } = store.getState();
      if (models.status !== "ready" || !models.loaded.hypernetwork) return;
      const hypernetworkId = models.loaded.hypernetwork.id;
      try {
        const length = await engine.measureDescription(description);
        const others = known().lengths.filter((one) => one.description !== description);
        change({
          lengths: [{ description, hypernetworkId, ...length }, ...others].slice(
            0,
            BOXES,
          ),
        });
      } catch {
        // As with a place: the adapter itself says how much of its description was read.
      }
    },
    async testRewordings() {
      const adapter = heldAdapter();
      if (!adapter) return;
      await run("rewordings", async (signal) => {
        const { rewordings } = await import("./rewording");
        const others = rewordings(adapter.description);
        const cosines = await engine.compareDescriptions(adapter.id, others, signal);
        if (!cosines) return change({ tasks: "absent" });
        const wordings = others.map((description, index) => ({
          description,
          cosine: cosines[index]!,
        }));
        change({ rewordings: { adapterId: adapter.id, wordings } });
      });
    },
  };
}
