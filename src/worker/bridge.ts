/**
 * A bridge between two threads: one end serves an object's methods, the other calls them as if
 * they were its own. Nothing here knows what the methods are.
 */
import { abortedError, AppError, type Failure, toFailure } from "../shared/errors";

/**
 * An object whose methods can be called from another thread. Arguments are plain data, callbacks
 * that return nothing, and at most one AbortSignal; results are plain data. Byte arrays that are
 * fields of a result are handed over rather than copied, so a method must not keep them.
 */
export type Service<T> = { [Name in keyof T]: (...values: never[]) => Promise<unknown> };

type Argument =
  { kind: "value"; value: unknown } | { kind: "callback" } | { kind: "signal" };

type Request =
  | { kind: "call"; id: number; name: string; args: Argument[] }
  /** Asks the call with this id to stop; its own answer still comes. */
  | { kind: "cancel"; id: number };

type Response =
  | { kind: "result"; id: number; result: unknown }
  | { kind: "error"; id: number; failure: Failure }
  | { kind: "callback"; id: number; argument: number; values: unknown[] }
  | { kind: "event"; event: unknown };

type Method = (...args: unknown[]) => Promise<unknown>;
type Callback = (...values: unknown[]) => void;

/** The part of a Worker, of its own global scope and of a MessagePort that is used. */
export interface Port {
  postMessage(message: unknown, options: { transfer: Transferable[] }): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
}

/** A port to a thread that may die and can be ended. */
export interface Thread extends Port {
  onerror?: ((event: ErrorEvent) => unknown) | null;
  terminate?(): void;
}

interface Pending {
  args: readonly unknown[];
  resolve(result: unknown): void;
  reject(error: AppError): void;
}

export interface ConnectionOptions<Event> {
  startThread(): Thread;
  /** The error of the calls that were under way when the thread died, which has ended them. */
  deathError(reason: string): AppError;
  onDeath?(error: AppError): void;
  /** The other end has told of something that belongs to no call. */
  onEvent?(event: Event): void;
}

export interface Connection<T> {
  /** Every method is a call to the other end. */
  calls: T;
  /** Ends the thread; calls under way reject with "aborted". */
  close(): void;
}

/**
 * Starts the thread at once, and another one at the next call after it died, out of memory
 * usually.
 */
export function connect<T extends Service<T>, Event = never>({
  startThread,
  deathError,
  onDeath,
  onEvent,
}: ConnectionOptions<Event>): Connection<T> {
  const pending = new Map<number, Pending>();
  let thread: Thread | null = null;
  let nextId = 1;
  open();

  function open(): Thread {
    const started = startThread();
    started.onmessage = ({ data }: MessageEvent<Response>) => receive(data);
    started.onerror = (event) => {
      event.preventDefault?.();
      const error = deathError(event.message ?? "");
      end(error);
      onDeath?.(error);
    };
    thread = started;
    return started;
  }

  function end(error: AppError): void {
    thread?.terminate?.();
    thread = null;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  }

  function receive(response: Response): void {
    if (response.kind === "event") {
      onEvent?.(response.event as Event);
      return;
    }
    const call = pending.get(response.id);
    if (!call) return;
    switch (response.kind) {
      case "callback":
        (call.args[response.argument] as Callback)(...response.values);
        return;
      case "result":
        pending.delete(response.id);
        call.resolve(response.result);
        return;
      case "error":
        pending.delete(response.id);
        call.reject(new AppError(response.failure));
        return;
      default:
        response satisfies never;
    }
  }

  async function call(name: string, args: readonly unknown[]): Promise<unknown> {
    const signal = args.find((argument) => argument instanceof AbortSignal);
    if (signal?.aborted) throw abortedError();
    const target = thread ?? open();
    const id = nextId++;
    const send = (request: Request) => target.postMessage(request, { transfer: [] });
    const cancel = () => send({ kind: "cancel", id });
    signal?.addEventListener("abort", cancel);
    try {
      return await new Promise((resolve, reject) => {
        send({ kind: "call", id, name, args: args.map(packed) });
        pending.set(id, { args, resolve, reject });
      });
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  return { calls: proxyOf<T>(call), close: () => end(abortedError()) };
}

/** An object that has every method there is a name for; own properties may be added to it. */
function proxyOf<T extends object>(
  call: (name: string, args: readonly unknown[]) => Promise<unknown>,
): T {
  return new Proxy({} as T, {
    get(target, name) {
      // Whatever has a "then" would be taken for a promise.
      if (typeof name === "symbol" || name === "then" || name in target) {
        return Reflect.get(target, name) as unknown;
      }
      const method = (...args: unknown[]) => call(name, args);
      Reflect.set(target, name, method);
      return method;
    },
  });
}

function packed(value: unknown): Argument {
  if (typeof value === "function") return { kind: "callback" };
  return value instanceof AbortSignal ? { kind: "signal" } : { kind: "value", value };
}

/** Serves `service` on `port` until the thread ends; returns what tells the other end of events. */
export function serve<T extends Service<T>, Event = never>(
  service: T,
  port: Port,
): (event: Event) => void {
  const running = new Map<number, AbortController>();
  const respond = (response: Response, transfer: Transferable[] = []) =>
    port.postMessage(response, { transfer });

  port.onmessage = ({ data }: MessageEvent<Request>) => {
    switch (data.kind) {
      case "cancel":
        running.get(data.id)?.abort();
        return;
      case "call":
        void answer(data);
        return;
      default:
        data satisfies never;
    }
  };

  async function answer({ id, name, args }: Extract<Request, { kind: "call" }>) {
    const controller = new AbortController();
    running.set(id, controller);
    const unpacked = args.map((argument, index): unknown => {
      switch (argument.kind) {
        case "value":
          return argument.value;
        case "signal":
          return controller.signal;
        case "callback":
          return (...values: unknown[]) =>
            respond({ kind: "callback", id, argument: index, values });
        default:
          return argument satisfies never;
      }
    });
    try {
      const method: unknown = Reflect.get(service, name);
      const result = await (method as Method).apply(service, unpacked);
      respond({ kind: "result", id, result }, byteArrays(result));
    } catch (error) {
      respond({ kind: "error", id, failure: toFailure(error) });
    } finally {
      running.delete(id);
    }
  }

  return (event) => respond({ kind: "event", event });
}

/** The buffers of byte arrays among the fields of `result`; those that hold more are copied. */
function byteArrays(result: unknown): ArrayBuffer[] {
  if (typeof result !== "object" || result === null) return [];
  if (ArrayBuffer.isView(result)) return [];
  const values: unknown[] = Object.values(result);
  const buffers = values.flatMap((value) =>
    value instanceof Uint8Array &&
    value.buffer instanceof ArrayBuffer &&
    value.byteLength === value.buffer.byteLength
      ? [value.buffer]
      : [],
  );
  return [...new Set(buffers)];
}
