/** The engine as the page sees it: the same interface, the work in another thread. */
import type { ChatEvent, Engine, EngineEvent, LoadProgress } from "../shared/engine";
import { abortedError, AppError } from "../shared/errors";
import type { CallName, Calls, Request, Response } from "./protocol";

/** The part of a Worker, or of a MessagePort, that is used. */
export interface WorkerPort {
  postMessage(message: Request): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
  onerror?: ((event: ErrorEvent) => unknown) | null;
  terminate?(): void;
}

interface Pending {
  resolve: (result: never) => void;
  reject: (error: AppError) => void;
  onProgress: ((progress: LoadProgress) => void) | undefined;
  onChat: ((events: ChatEvent[]) => void) | undefined;
}

interface CallOptions {
  signal?: AbortSignal | undefined;
  onProgress?: (progress: LoadProgress) => void;
  onChat?: (events: ChatEvent[]) => void;
}

/**
 * `startWorker` is called at once, and again at the next call after the thread died (out of
 * memory, usually); a dead thread fails what was under way and tells the subscribers.
 */
export function createEngineClient(startWorker: () => WorkerPort): Engine {
  const listeners = new Set<(event: EngineEvent) => void>();
  const pending = new Map<number, Pending>();
  let port: WorkerPort | null = null;
  let nextId = 1;
  connect();

  function connect(): WorkerPort {
    const started = startWorker();
    started.onmessage = ({ data }: MessageEvent<Response>) => receive(data);
    started.onerror = (event) => fail(event);
    port = started;
    return started;
  }

  function fail(event: ErrorEvent): void {
    event.preventDefault?.();
    port?.terminate?.();
    port = null;
    const code = /memory|RangeError/i.test(event.message ?? "")
      ? "out-of-memory"
      : "internal";
    const message =
      "The part of the page that computes has stopped" +
      `${event.message ? ` (${event.message})` : ""}. Load the models again.`;
    for (const { reject } of pending.values()) reject(new AppError(code, message));
    pending.clear();
    for (const listener of listeners) listener({ kind: "failed", code, message });
  }

  function receive(response: Response): void {
    if (response.kind === "engine") {
      for (const listener of listeners) listener(response.event);
      return;
    }
    const call = pending.get(response.id);
    if (!call) return;
    switch (response.kind) {
      case "progress":
        call.onProgress?.(response.progress);
        return;
      case "chat":
        call.onChat?.(response.events);
        return;
      case "result":
        pending.delete(response.id);
        call.resolve(response.result as never);
        return;
      case "error":
        pending.delete(response.id);
        call.reject(new AppError(response.code, response.message));
        return;
      default:
        response satisfies never;
    }
  }

  function call<Name extends CallName>(
    name: Name,
    argument: Calls[Name]["argument"],
    { signal, onProgress, onChat }: CallOptions = {},
  ): Promise<Calls[Name]["result"]> {
    if (signal?.aborted) return Promise.reject(abortedError());
    const target = port ?? connect();
    const id = nextId++;
    const cancel = () => target.postMessage({ kind: "cancel", id });
    const result = new Promise<Calls[Name]["result"]>((resolve, reject) => {
      pending.set(id, { resolve, reject, onProgress, onChat });
      target.postMessage({ kind: "call", id, name, argument } as Request);
    });
    signal?.addEventListener("abort", cancel);
    return result.finally(() => signal?.removeEventListener("abort", cancel));
  }

  return {
    inspectDevices: () => call("inspectDevices", null),
    listHypernetworks: () => call("listHypernetworks", null),
    load: (request, onProgress, signal) => call("load", request, { onProgress, signal }),
    generateAdapter: (description, signal, blend = null) =>
      call("generateAdapter", { description, blend }, { signal }),
    releaseAdapter: async (adapterId) => {
      await call("releaseAdapter", { adapterId });
    },
    chat: (request, onChat, signal) => call("chat", request, { onChat, signal }),
    exportAdapter: (adapterId, strength, scope = null) =>
      call("exportAdapter", { adapterId, strength, scope }),
    trainingTasks: () => call("trainingTasks", null),
    placeDescription: (description, signal) =>
      call("placeDescription", { description }, { signal }),
    singularValues: (adapterId) => call("singularValues", { adapterId }),
    compareToMean: (adapterId, signal) =>
      call("compareToMean", { adapterId }, { signal }),
    compareDescriptions: (adapterId, descriptions, signal) =>
      call("compareDescriptions", { adapterId, descriptions }, { signal }),
    storage: () => call("storage", null),
    clearStorage: async () => {
      await call("clearStorage", null);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async dispose() {
      port?.terminate?.();
      port = null;
      for (const { reject } of pending.values()) reject(abortedError());
      pending.clear();
    },
  };
}
