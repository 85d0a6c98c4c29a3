/** Whether the page works without a network, and taking over a new version of it. */
import type { ActionContext } from "../actionContext";
import type { OfflineState } from "./state";

export interface OfflineEvents {
  onComplete(): void;
  onUpdate(): void;
}

export interface OfflineConnection {
  /** Fetches what is still missing. */
  complete(): void;
  /** Loads the page again, in its new version. */
  applyUpdate(): void;
}

export type ConnectOffline = (events: OfflineEvents) => Promise<OfflineConnection>;

export interface OfflineActions {
  /** Keeps the page's files, the large ones once the models are there. Never rejects. */
  connectOffline(connect: ConnectOffline): Promise<void>;
  applyUpdate(): void;
}

export function createOfflineActions({ store, work }: ActionContext): OfflineActions {
  let connection: OfflineConnection | null = null;

  function change(part: Partial<OfflineState>): void {
    store.setState(({ offline }) => ({ offline: { ...offline, ...part } }));
  }

  return {
    async connectOffline(connect) {
      try {
        connection = await connect({
          onComplete: () => change({ status: "complete" }),
          onUpdate: () => change({ isUpdateReady: true }),
        });
      } catch {
        return;
      }
      change({ status: "partial" });
      const { signal } = new AbortController();
      void work.run({ kind: "download", signal }, async () => connection?.complete());
    },
    applyUpdate: () => connection?.applyUpdate(),
  };
}
