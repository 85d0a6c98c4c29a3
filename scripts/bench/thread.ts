/** Calls a contestant that lives in a worker. */
interface Call {
  id: number;
  name: string;
  argument: unknown;
}

interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

type Methods = Record<string, (argument: never) => Promise<unknown>>;

/** In the worker: answers calls by name. */
export function serve<T extends object>(contestant: T): void {
  const methods = contestant as unknown as Methods;
  self.onmessage = async ({ data: { id, name, argument } }: MessageEvent<Call>) => {
    let answer: Answer;
    try {
      answer = { id, result: await methods[name]!(argument as never) };
    } catch (error) {
      answer = { id, error: error instanceof Error ? error.message : String(error) };
    }
    self.postMessage(answer);
  };
}

/** In the page: the contestant, every method a message to the worker and back. */
export function connect<T extends object>(worker: Worker): T {
  const waiting = new Map<number, Waiting>();
  let count = 0;
  worker.onmessage = ({ data: { id, result, error } }: MessageEvent<Answer>) => {
    const call = waiting.get(id)!;
    waiting.delete(id);
    if (error === undefined) call.resolve(result);
    else call.reject(new Error(error));
  };
  worker.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  return new Proxy({} as T, {
    get: (_, name) => (argument: unknown) =>
      new Promise((resolve, reject) => {
        count += 1;
        waiting.set(count, { resolve, reject });
        worker.postMessage({ id: count, name, argument });
      }),
  });
}
