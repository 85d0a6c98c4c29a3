/** The engine as the page sees it: the same interface, the work in another thread. */
import type { Engine, EngineEvent } from "../shared/engine";
import { AppError } from "../shared/errors";
import { connect, type Thread } from "./bridge";
import type { EngineCalls } from "./server";

/** A dead thread tells the subscribers; the next call starts another one. */
export function createEngineClient(startThread: () => Thread): Engine {
  const listeners = new Set<(event: EngineEvent) => void>();
  const tell = (event: EngineEvent) => {
    for (const listener of listeners) listener(event);
  };
  const { calls, close } = connect<EngineCalls, EngineEvent>({
    startThread,
    deathError,
    onDeath: ({ failure }) => tell({ kind: "failed", failure }),
    onEvent: tell,
  });
  return Object.assign(calls, {
    subscribe(listener: (event: EngineEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async dispose() {
      close();
    },
  });
}

function deathError(reason: string): AppError {
  const isMemory = /memory|RangeError/i.test(reason);
  return new AppError(
    isMemory
      ? { code: "out-of-memory", of: "thread" }
      : { code: "thread-stopped", reason },
  );
}
