/** Asks before it loads what may not fit into a small device's memory. */
import type { ActionContext } from "../actionContext";
import type { ModelActions } from "./actions";
import type { Visit } from "./baseChoice";

/**
 * Least memory without a question: the system and the browser need their share beside
 * NEEDED_GIGABYTES.
 */
const LEAST_GIGABYTES = 4;

/** Peak of the tab's process while the models load on WebAssembly: 1.8 to 2.1 in Chromium 156. */
export const NEEDED_GIGABYTES = 2;

export interface MemoryActions {
  /** Begins to load, or asks first. */
  startWithin(visit: Visit): Promise<void>;
  /** Loads at the person's wish in spite of the memory. */
  startAnyway(): Promise<void>;
}

type Needs = Pick<ModelActions, "start">;

export function createMemoryActions({
  store,
  actions,
}: ActionContext<Needs>): MemoryActions {
  return {
    async startWithin(visit) {
      const { gigabytes, isPhone } = visit;
      store.setState({ visit });
      if (fits(gigabytes, isPhone)) await actions.start();
      else store.setState({ memoryGuard: { gigabytes } });
    },
    async startAnyway() {
      store.setState({ memoryGuard: null });
      await actions.start();
    },
  };
}

function fits(gigabytes: number | null, isPhone: boolean): boolean {
  return gigabytes === null ? !isPhone : gigabytes >= LEAST_GIGABYTES;
}
