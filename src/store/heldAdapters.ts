/** The adapters that running work asks: releasing one of them waits for the end of that work. */
import type { Engine } from "../shared/engine";

export interface HeldAdapters {
  /** Does `job`, which asks these adapters; until it has ended the engine keeps them. */
  hold<T>(ids: readonly (string | null)[], job: () => Promise<T>): Promise<T>;
  /** Releases an adapter in the engine once no work asks it. Never rejects. */
  release(id: string): Promise<void>;
}

export function createHeldAdapters(engine: Pick<Engine, "releaseAdapter">): HeldAdapters {
  /** The adapters that each running job asks. */
  const jobs = new Set<readonly (string | null)[]>();
  const unwanted = new Set<string>();

  const isAsked = (id: string) => [...jobs].some((ids) => ids.includes(id));

  async function release(id: string): Promise<void> {
    if (isAsked(id)) {
      unwanted.add(id);
      return;
    }
    unwanted.delete(id);
    // The engine may have dropped it with the device; then there is nothing to release.
    await engine.releaseAdapter(id).catch(() => {});
  }

  return {
    release,
    async hold(ids, job) {
      const asked = [...ids];
      jobs.add(asked);
      try {
        return await job();
      } finally {
        jobs.delete(asked);
        for (const id of unwanted) void release(id);
      }
    },
  };
}
