import { afterEach, expect, test } from "vitest";
import { AppError } from "../../src/shared/errors";
import { GREEDY } from "../../src/shared/sampler";
import type { EngineEvent, LoadRequest } from "../../src/shared/engine";
import type { Thread } from "../../src/worker/bridge";
import { createEngineClient } from "../../src/worker/client";
import { serveEngine } from "../../src/worker/server";
import { createFakeEngine, type FakeOptions } from "../fakeEngine";

const REQUEST: LoadRequest = {
  device: "wasm",
  baseModelId: "smollm2-135m-instruct-q4_1",
  encoderId: "all-minilm-l6-v2",
  hypernetworkId: "smollm2-135m-t2l-g-sft",
  contextLength: 1024,
};
const CHAT = {
  columns: [
    {
      id: "base",
      messages: [{ role: "user" as const, content: "hello there" }],
      adapterId: null,
      strength: 1,
    },
  ],
  sampler: GREEDY,
  maxNewTokens: 8,
};

const opened: MessagePort[] = [];
afterEach(() => opened.splice(0).forEach((port) => port.close()));

/** A client and a served fake engine at the two ends of a channel, as across threads. */
function connect(options: FakeOptions = {}) {
  const fake = createFakeEngine(options);
  const ports: Thread[] = [];
  const client = createEngineClient(() => {
    const { port1, port2 } = new MessageChannel();
    opened.push(port1, port2);
    serveEngine(fake, port2);
    ports.push(port1 as unknown as Thread);
    return port1 as unknown as Thread;
  });
  return { fake, client, ports };
}

test("results and progress cross the boundary", async () => {
  const progress = [{ stage: "build" as const, what: "SmolLM2" }];
  const { client, fake } = connect({ progress });
  const seen: unknown[] = [];
  const loaded = await client.load(REQUEST, (step) => seen.push(step));
  expect(fake.calls.loads).toEqual([REQUEST]);
  expect(seen).toEqual(progress);
  expect(loaded.base.id).toBe(REQUEST.baseModelId);
});

test("answers stream while they are written", async () => {
  const { client } = connect();
  const texts: string[] = [];
  const [result] = await client.chat(CHAT, (events) =>
    texts.push(...events.map(({ text }) => text)),
  );
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.at(-1)).toBe(result!.text);
});

test("an error keeps its code and its sentence", async () => {
  const { client } = connect({
    before: () => {
      throw new AppError({ code: "context-full", tokens: 9, most: 8 });
    },
  });
  await expect(client.generateAdapter("x")).rejects.toMatchObject({
    name: "AppError",
    code: "context-full",
    failure: { code: "context-full", tokens: 9, most: 8 },
  });
});

test("a bug arrives as an internal error with its message", async () => {
  const { client } = connect({
    before: () => {
      throw new TypeError("undefined is not a function");
    },
  });
  await expect(client.generateAdapter("x")).rejects.toMatchObject({
    code: "internal",
    message: expect.stringContaining("undefined is not a function"),
  });
});

test("aborting reaches the engine, and only the call it belongs to", async () => {
  const { client } = connect({
    before: () => new Promise((resolve) => setTimeout(resolve, 30)),
  });
  const controller = new AbortController();
  const stopped = client.generateAdapter("one", controller.signal);
  const other = client.generateAdapter("two");
  controller.abort();
  await expect(stopped).rejects.toMatchObject({ code: "aborted" });
  expect((await other).description).toBe("two");
});

test("a signal that has fired sends nothing", async () => {
  const { client, fake } = connect();
  await expect(client.load(REQUEST, () => {}, AbortSignal.abort())).rejects.toMatchObject(
    {
      code: "aborted",
    },
  );
  expect(fake.calls.loads).toEqual([]);
});

test("the bytes of a file are handed over whole", async () => {
  const { client } = connect();
  const { id } = await client.generateAdapter("x");
  const file = await client.exportAdapter(id, 1);
  expect(file.bytes.byteLength).toBeGreaterThan(0);
});

test("events of the engine reach the page until it unsubscribes", async () => {
  const { client, fake } = connect();
  const events: EngineEvent[] = [];
  const unsubscribe = client.subscribe((event) => events.push(event));
  fake.emit({ kind: "device-lost", reason: "gone" });
  await client.storage();
  unsubscribe();
  fake.emit({ kind: "recovered" });
  await client.storage();
  expect(events).toEqual([{ kind: "device-lost", reason: "gone" }]);
});

test("a thread that dies fails what was under way, and the next call starts a new one", async () => {
  const { client, ports } = connect({ before: () => new Promise(() => {}) });
  const events: EngineEvent[] = [];
  client.subscribe((event) => events.push(event));
  const waiting = client.generateAdapter("x");
  ports[0]!.onerror!({ message: "RangeError: out of memory" } as ErrorEvent);
  await expect(waiting).rejects.toMatchObject({ code: "out-of-memory" });
  expect(events).toMatchObject([
    { kind: "failed", failure: { code: "out-of-memory", of: "thread" } },
  ]);
  expect((await client.inspectDevices()).recommended).toBe("webgpu");
  expect(ports).toHaveLength(2);
});
