import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AppStore } from "../../../src/store/store";
import { ask, createGate, createReadyStore, shown } from "../appStore";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function type(store: AppStore, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    store.actions.typeDescription(text);
    await vi.advanceTimersByTimeAsync(60);
  }
}

const pause = (milliseconds = 400) => vi.advanceTimersByTimeAsync(milliseconds);
const adapters = (store: AppStore) =>
  store.getState().conversations.filter(({ adapter }) => adapter);

test("typing makes nothing while live mode is off", async () => {
  const { store } = await createReadyStore();
  await type(store, "Shout.");
  await pause();
  expect(store.getState().description).toBe("Shout.");
  expect(adapters(store)).toHaveLength(0);
});

test("in live mode a rest in typing makes one adapter, which the next one replaces", async () => {
  const { store, engine } = await createReadyStore();
  store.actions.setLive({ isOn: true });
  await type(store, "S", "Sh", "Shout.");
  await pause();
  expect(adapters(store)).toHaveLength(1);
  expect(shown(store)).toMatchObject({ description: "Shout.", isLive: true });
  const { key } = shown(store);
  await type(store, "Shout loudly.");
  await pause();
  expect(adapters(store)).toHaveLength(1);
  expect(shown(store)).toMatchObject({ key, description: "Shout loudly." });
  expect(engine.calls.released).toEqual(["adapter-1"]);
});

test("the latest wins: an older generation is stopped and leaves nothing behind", async () => {
  const gate = createGate();
  let generations = 0;
  const { store } = await createReadyStore({
    before: (step) => {
      if (step === "generate" && ++generations === 1) return gate.passed;
    },
  });
  store.actions.setLive({ isOn: true });
  await type(store, "Old.");
  await pause();
  expect(store.getState().generation.status).toBe("running");
  await type(store, "New.");
  await pause();
  gate.open();
  await pause();
  expect(generations).toBe(2);
  expect(adapters(store).map(({ description }) => description)).toEqual(["New."]);
});

test("after a while the adapter stays and the next is another", async () => {
  const { store } = await createReadyStore();
  store.actions.setLive({ isOn: true });
  await type(store, "Shout.");
  await pause(6000);
  expect(shown(store).isLive).toBe(false);
  await type(store, "Whisper.");
  await pause();
  expect(adapters(store).map(({ description }) => description)).toEqual([
    "Shout.",
    "Whisper.",
  ]);
});

test("the last message is asked again of every live adapter, and history stays short", async () => {
  const { store, engine } = await createReadyStore();
  await ask(store, "hello");
  store.actions.setLive({ isOn: true });
  await type(store, "Shout.");
  await pause();
  expect(shown(store).turns.map(({ message }) => message)).toEqual(["hello"]);
  await type(store, "Whisper.");
  await pause();
  expect(shown(store).turns).toHaveLength(1);
  expect(engine.calls.chats.at(-1)!.columns.at(-1)).toMatchObject({
    adapterId: shown(store).adapter!.id,
  });
  store.actions.setLive({ asksAgain: false });
  const asked = engine.calls.chats.length;
  await type(store, "Sing.");
  await pause();
  expect(shown(store).turns).toHaveLength(0);
  expect(engine.calls.chats).toHaveLength(asked);
});

test("a question of the person's own keeps the live adapter it was put to", async () => {
  const { store } = await createReadyStore();
  store.actions.setLive({ isOn: true });
  await type(store, "Shout.");
  await pause();
  await ask(store, "hello");
  expect(shown(store).isLive).toBe(false);
  await type(store, "Whisper.");
  await pause();
  expect(adapters(store)).toHaveLength(2);
  expect(adapters(store)[0]!.turns).toHaveLength(1);
});

test("an empty description is left alone", async () => {
  const { store } = await createReadyStore();
  store.actions.setLive({ isOn: true });
  await type(store, "   ");
  await pause();
  expect(store.getState().generation).toEqual({ status: "idle" });
});

test("a blend is one adapter of both descriptions, and its slider needs no button", async () => {
  const { store } = await createReadyStore();
  store.actions.setBlend({ description: "Whisper." });
  store.actions.setDescription("Shout.");
  await store.actions.generate();
  expect(shown(store).adapter!.blend).toEqual({
    description: "Whisper.",
    position: 0.5,
    space: "descriptions",
  });
  store.actions.setBlend({ position: 0.734 });
  store.actions.setBlend({ position: 0.8, space: "weights" });
  await pause();
  expect(shown(store).adapter).toMatchObject({
    rank: 16,
    blend: { position: 0.8, space: "weights" },
  });
  store.actions.setBlend(null);
  await pause();
  expect(shown(store).adapter!.blend ?? null).toBeNull();
});

test("an empty second description blends nothing", async () => {
  const { store } = await createReadyStore();
  store.actions.setBlend({ description: "  " });
  store.actions.setDescription("Shout.");
  await store.actions.generate();
  expect(shown(store).adapter!.blend ?? null).toBeNull();
});
