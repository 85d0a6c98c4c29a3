import { expect, test } from "vitest";
import { readLink, writeLink } from "../../../src/store/link/link";
import { deflate, inflate } from "../../../src/formats/compression";
import { clampStrength } from "../../../src/store/limits";
import { WHOLE_ADAPTER, scopeOf, withLayers } from "../../../src/store/chat/steering";
import { adapterSummary } from "../../fakeAdapters";
import { ask, createGeneratedStore, createReadyStore, generate } from "../appStore";

const adapter = adapterSummary("adapter-1", "Shout.");

test("all of an adapter is no scope at all", () => {
  expect(scopeOf(WHOLE_ADAPTER, adapter)).toBeNull();
  expect(scopeOf({ ...WHOLE_ADAPTER, modulesOff: ["o_proj"] }, adapter)).toBeNull();
  expect(scopeOf({ ...WHOLE_ADAPTER, lastLayer: 29 }, adapter)).toBeNull();
  expect(scopeOf(WHOLE_ADAPTER, null)).toBeNull();
});

test("a scope names the adapter's own modules and layers", () => {
  const choice = { modulesOff: ["q_proj"], firstLayer: 5, lastLayer: null };
  expect(scopeOf(choice, adapter)).toEqual({
    modules: ["v_proj"],
    firstLayer: 5,
    lastLayer: 29,
  });
  const beyond = { modulesOff: [], firstLayer: 200, lastLayer: 200 };
  expect(scopeOf(beyond, adapter)).toMatchObject({ firstLayer: 29, lastLayer: 29 });
});

test("one end of the layers pushes the other, never past it", () => {
  const middle = withLayers(WHOLE_ADAPTER, 30, { firstLayer: 10 });
  expect(middle).toMatchObject({ firstLayer: 10, lastLayer: null });
  expect(withLayers(middle, 30, { lastLayer: 4 })).toMatchObject({
    firstLayer: 4,
    lastLayer: 4,
  });
  const early = withLayers(WHOLE_ADAPTER, 30, { lastLayer: 4 });
  expect(withLayers(early, 30, { firstLayer: 9 })).toMatchObject({
    firstLayer: 9,
    lastLayer: 9,
  });
  expect(withLayers(early, 30, { lastLayer: Number.NaN })).toMatchObject({
    firstLayer: 0,
    lastLayer: 0,
  });
});

test("strength goes from -1 to 2", () => {
  expect([-3, -0.52, -0.01, 0.5, 9].map(clampStrength)).toEqual([-1, -0.5, 0, 0.5, 2]);
});

test("questions, turns and the download carry the scope, without making anything again", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.setScope({ modulesOff: ["v_proj"], firstLayer: 0, lastLayer: 9 });
  store.actions.setStrength(-1);
  await ask(store, "hello");
  const scope = { modules: ["q_proj"], firstLayer: 0, lastLayer: 9 };
  const { columns } = engine.calls.chats.at(-1)!;
  expect(columns.find(({ id }) => id === "adapted")).toMatchObject({
    adapterId: "adapter-1",
    strength: -1,
    scope,
  });
  expect(columns.find(({ id }) => id === "base")!.scope).toBeNull();
  const [turn] = store.getState().conversations.at(-1)!.turns;
  expect(turn).toMatchObject({ strength: -1, scope });
  const file = await store.actions.exportAdapter();
  expect(new TextDecoder().decode(file!.bytes)).toBe(
    `adapter-1 × -1 in ${JSON.stringify(scope)}`,
  );
});

test("a link brings scope and blend back", async () => {
  const { store } = await createReadyStore();
  store.actions.setBlend({ description: "Whisper.", position: 0.3, space: "weights" });
  store.actions.setScope({ modulesOff: [], firstLayer: 2, lastLayer: null });
  await generate(store, "Shout.");
  const link = (await store.actions.createLink())!;
  const opened = await createReadyStore();
  await opened.store.actions.openLink(link);
  expect(opened.store.getState()).toMatchObject({
    link: { status: "restored", adapter: "identical" },
    scope: { modulesOff: [], firstLayer: 2, lastLayer: null },
    blend: { description: "Whisper.", position: 0.3, space: "weights" },
  });
});

test.each([
  ["a module that is no text", { y: { off: [1], from: 0, to: 1 } }],
  ["a layer that is no number", { y: { off: [], from: "0", to: 1 } }],
  ["a way to blend nobody knows", { z: { description: "a", position: 0, space: "b" } }],
])("a link with %s is damaged", async (_, change) => {
  const { store } = await createReadyStore();
  const link = (await store.actions.createLink())!;
  const read = await readLink(link);
  if (read.status !== "read") throw new Error("The link could not be read.");
  const plain = (await writeLink({
    ...read.content,
    blend: null,
    scope: WHOLE_ADAPTER,
  }))!;
  const fields = JSON.parse(await inflate(plain.slice(3), 65_536)) as object;
  const damaged = `v3=${await deflate(JSON.stringify({ ...fields, ...change }))}`;
  expect(await readLink(damaged)).toMatchObject({ status: "unreadable" });
});
