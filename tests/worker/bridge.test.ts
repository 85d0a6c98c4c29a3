import { afterEach, expect, test } from "vitest";
import { AppError } from "../../src/shared/errors";
import { connect, serve, type Thread } from "../../src/worker/bridge";

interface Kitchen {
  add(left: number, right?: number): Promise<number>;
  count(to: number, onNumber: (number: number, half: number) => void): Promise<void>;
  wait(signal?: AbortSignal): Promise<string>;
  echo(value: unknown): Promise<unknown>;
  bytes(): Promise<{ whole: Uint8Array; part: Uint8Array; name: string }>;
}

const WHOLE = () => new Uint8Array(64);

function createKitchen() {
  const held = { whole: WHOLE(), part: WHOLE().subarray(8) };
  const kitchen: Kitchen = {
    async add(left, right = 100) {
      return left + right;
    },
    async count(to, onNumber) {
      for (let number = 1; number <= to; number++) onNumber(number, number / 2);
    },
    wait: (signal) =>
      new Promise((resolve) => {
        signal?.addEventListener("abort", () => resolve("stopped"));
      }),
    async echo(value) {
      return value === "function" ? () => value : value;
    },
    async bytes() {
      return { ...held, name: "held" };
    },
  };
  return { kitchen, held };
}

const opened: MessagePort[] = [];
afterEach(() => opened.splice(0).forEach((port) => port.close()));

function join() {
  const { kitchen, held } = createKitchen();
  const threads: Thread[] = [];
  const deaths: AppError[] = [];
  const events: string[] = [];
  const tellers: ((event: string) => void)[] = [];
  const { calls, close } = connect<Kitchen, string>({
    startThread() {
      const { port1, port2 } = new MessageChannel();
      opened.push(port1, port2);
      tellers.push(serve<Kitchen, string>(kitchen, port2));
      const thread = port1 as unknown as Thread;
      threads.push(thread);
      return thread;
    },
    deathError: (reason) => new AppError({ code: "thread-stopped", reason }),
    onDeath: (error) => deaths.push(error),
    onEvent: (event) => events.push(event),
  });
  return { calls, close, held, threads, deaths, events, tellers };
}

test("a call brings its arguments and its result across, left out ones too", async () => {
  const { calls } = join();
  expect(await calls.add(1, 2)).toBe(3);
  expect(await calls.add(1)).toBe(101);
  expect(await calls.echo({ list: [1, undefined, "é"] })).toEqual({
    list: [1, undefined, "é"],
  });
});

test("a callback hears everything before the result comes", async () => {
  const { calls } = join();
  const heard: number[][] = [];
  await calls.count(3, (number, half) => heard.push([number, half]));
  expect(heard).toEqual([
    [1, 0.5],
    [2, 1],
    [3, 1.5],
  ]);
});

test("a signal stops its own call alone, and one that has fired sends nothing", async () => {
  const { calls } = join();
  const controller = new AbortController();
  const stopped = calls.wait(controller.signal);
  let isOtherDone = false;
  void calls.wait(new AbortController().signal).then(() => (isOtherDone = true));
  controller.abort();
  expect(await stopped).toBe("stopped");
  await calls.add(1);
  expect(isOtherDone).toBe(false);
  await expect(calls.wait(controller.signal)).rejects.toMatchObject({ code: "aborted" });
});

test("whole byte arrays are handed over, parts of larger ones copied", async () => {
  const { calls, held } = join();
  const received = await calls.bytes();
  expect(received.whole.byteLength).toBe(64);
  expect(received.part.byteLength).toBe(56);
  expect(held.whole.byteLength).toBe(0);
  expect(held.part.byteLength).toBe(56);
});

test("what cannot cross is an error of its call, in either direction", async () => {
  const { calls } = join();
  await expect(calls.echo({ nested: () => {} })).rejects.toThrow(/clone/u);
  await expect(calls.echo("function")).rejects.toMatchObject({ code: "internal" });
  expect(await calls.add(1, 1)).toBe(2);
});

test("events of the other end arrive", async () => {
  const { calls, events, tellers } = join();
  tellers[0]!("boiling");
  await calls.add(1);
  expect(events).toEqual(["boiling"]);
});

test("a dead thread fails what is under way, is told of, and is started again", async () => {
  const { calls, threads, deaths } = join();
  const waiting = calls.wait();
  threads[0]!.onerror!({ message: "gone" } as ErrorEvent);
  await expect(waiting).rejects.toMatchObject({
    failure: { code: "thread-stopped", reason: "gone" },
  });
  expect(deaths).toHaveLength(1);
  expect(await calls.add(1, 1)).toBe(2);
  expect(threads).toHaveLength(2);
});

test("closing ends what is under way", async () => {
  const { calls, close } = join();
  const waiting = calls.wait();
  close();
  await expect(waiting).rejects.toMatchObject({ code: "aborted" });
});

test("the calls are not taken for a promise", async () => {
  const { calls } = join();
  const awaited = await Promise.resolve(calls);
  expect(awaited).toBe(calls);
  expect(awaited.add).toBe(calls.add);
});
