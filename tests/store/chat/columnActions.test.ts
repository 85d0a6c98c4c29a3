import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { gibberish } from "../../../src/shared/description";
import { MODELS } from "../../../src/shared/models";
import type { AppStore } from "../../../src/store/store";
import {
  ask,
  createGate,
  createGeneratedStore,
  createReadyStore,
  generate,
  settle,
  turns,
  type TestStore,
} from "../appStore";

const GIBBERISH = { kind: "gibberish", description: gibberish(1000) } as const;

function ids({ store }: TestStore): string[] {
  return store.getState().columns.map(({ id }) => id);
}

test("columns are added up to four, and none twice", async () => {
  const made = await createGeneratedStore();
  const { actions } = made.store;
  actions.addColumn({ kind: "prompted" });
  actions.addColumn({ kind: "prompted" });
  actions.addColumn({ kind: "other", description: "Whisper." });
  actions.addColumn({ kind: "kept", description: "Whisper.", hypernetworkId: "any" });
  expect(ids(made)).toEqual(["base", "adapted", "prompted", "other-1"]);
  actions.addColumn(GIBBERISH);
  expect(ids(made)).toHaveLength(4);
});

test("columns move by one, stay at the edge, and answer in their order", async () => {
  const made = await createGeneratedStore();
  made.store.actions.moveColumn("adapted", -1);
  made.store.actions.moveColumn("adapted", -1);
  expect(ids(made)).toEqual(["adapted", "base"]);
  await ask(made.store, "hello");
  expect(made.engine.calls.chats[0]!.columns.map(({ id }) => id)).toEqual([
    "adapted",
    "base",
  ]);
});

test("the last column stays", async () => {
  const made = await createGeneratedStore();
  made.store.actions.removeColumn("base");
  made.store.actions.removeColumn("adapted");
  expect(ids(made)).toEqual(["adapted"]);
});

test("a control is made before the first question, once, and answers with its own adapter", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.addColumn({ kind: "other", description: "Whisper." });
  await ask(store, "one");
  await ask(store, "two");
  const adapters = engine.calls.chats.map(({ columns }) =>
    columns.map(({ adapterId }) => adapterId),
  );
  expect(adapters).toEqual([
    [null, "adapter-1", "adapter-2"],
    [null, "adapter-1", "adapter-2"],
  ]);
  expect(store.getState().controlAdapters["other-1"]?.description).toBe("Whisper.");
  expect(
    turns(store)[0]!.columns.map(({ timings }) => timings?.encodeMs ?? null),
  ).toEqual([null, 11.6, 11.6]);
  expect(turns(store)[0]!.answers["other-1"]?.firstTokenMs).toBe(120);
});

test("a control that goes gives its adapter back, and its answers stay", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.addColumn(GIBBERISH);
  await ask(store, "one");
  store.actions.removeColumn("gibberish-1");
  expect(engine.calls.released).toEqual(["adapter-2"]);
  expect(store.getState().controlAdapters).toEqual({});
  expect(turns(store)[0]!.answers["gibberish-1"]?.outcome.status).toBe("finished");
});

/** Asks two controls, with a change while the first one's adapter is made. */
async function askMeanwhile(change: (actions: AppStore["actions"]) => void) {
  const gate = createGate();
  let generated = 0;
  const { store, engine } = await createGeneratedStore({
    before: (step) =>
      step === "generate" && ++generated === 2 ? gate.passed : undefined,
  });
  store.actions.addColumn(GIBBERISH);
  store.actions.addColumn({ kind: "other", description: "Whisper." });
  const asked = ask(store, "one");
  await settle();
  change(store.actions);
  gate.open();
  await asked;
  return { store, engine, generated };
}

test("a control that goes while its adapter is made gives that back", async () => {
  const { store, engine, generated } = await askMeanwhile(({ removeColumn }) => {
    removeColumn("gibberish-1");
    removeColumn("other-2");
  });
  expect(generated).toBe(2);
  expect(engine.calls.released).toEqual(["adapter-2"]);
  expect(store.getState().controlAdapters).toEqual({});
});

test("a control that is renamed while its adapter is made keeps it", async () => {
  const { store } = await askMeanwhile(({ renameColumn }) => {
    renameColumn("gibberish-1", "Nonsense");
    renameColumn("other-2", "Softly");
  });
  expect(Object.keys(store.getState().controlAdapters)).toEqual([
    "gibberish-1",
    "other-2",
  ]);
});

test("a control of another hypernetwork gives its adapter back when it is made anew", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.addColumn(GIBBERISH);
  await ask(store, "one");
  const before = store.getState().controlAdapters["gibberish-1"]!;
  const { baseModelId, hypernetworkId } = store.getState();
  const other = MODELS.find(
    (record) =>
      record.role === "hypernetwork" &&
      record.baseModelId === baseModelId &&
      record.id !== hypernetworkId,
  )!;
  await store.actions.switchHypernetwork(other.id);
  await ask(store, "two");
  expect(engine.calls.released).toContain(before.id);
  const { id } = store.getState().controlAdapters["gibberish-1"]!;
  expect(engine.calls.chats.at(-1)!.columns.at(-1)!.adapterId).toBe(id);
});

test("a control that cannot be made fails alone", async () => {
  let generated = 0;
  const { store, engine } = await createReadyStore({
    before(step) {
      if (step === "generate" && ++generated === 2) {
        throw new AppError({ code: "out-of-memory", of: "tab" });
      }
    },
  });
  await generate(store, "Shout.");
  store.actions.addColumn(GIBBERISH);
  await ask(store, "one");
  expect(engine.calls.chats[0]!.columns.map(({ id }) => id)).toEqual(["base", "adapted"]);
  expect(turns(store)[0]!.answers).toMatchObject({
    base: { outcome: { status: "finished" } },
    "gibberish-1": {
      outcome: { status: "failed", failure: { code: "out-of-memory" } },
    },
  });
  await ask(store, "two");
  expect(turns(store)[1]!.answers["gibberish-1"]?.outcome.status).toBe("finished");
});

test("when the engine has died, controls are made again", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.addColumn(GIBBERISH);
  await ask(store, "one");
  engine.emit({ kind: "failed", failure: { code: "out-of-memory", of: "thread" } });
  expect(store.getState().controlAdapters).toEqual({});
  await store.actions.load();
  await ask(store, "two");
  expect(turns(store)[1]!.answers["gibberish-1"]?.outcome.status).toBe("finished");
});

test("an earlier blend is made again from both descriptions, here and from a link", async () => {
  const blend = { description: "Whisper.", position: 0.25, space: "weights" } as const;
  const { store } = await createGeneratedStore();
  store.actions.addColumn({ kind: "kept", description: "Sing.", blend });
  store.actions.addColumn({ kind: "kept", description: "Sing." });
  await ask(store, "one");
  expect(store.getState().controlAdapters).toMatchObject({
    "kept-1": { description: "Sing.", blend },
    "kept-2": { description: "Sing." },
  });
  const { store: opened } = await createReadyStore();
  await opened.actions.openLink((await store.actions.createLink())!);
  expect(opened.getState().columns).toEqual(store.getState().columns);
});

test("a control survives in a link and is made again there", async () => {
  const { store: sender } = await createGeneratedStore();
  sender.actions.addColumn(GIBBERISH);
  sender.actions.renameColumn("gibberish-1", "nothing");
  sender.actions.moveColumn("gibberish-1", -1);
  sender.actions.openDeckTab("variants");
  await ask(sender, "one");
  const made = await createReadyStore();
  await made.store.actions.openLink((await sender.actions.createLink())!);
  expect(ids(made)).toEqual(["base", "gibberish-1", "adapted"]);
  expect(made.store.getState()).toMatchObject({
    deckTab: "variants",
    columns: sender.getState().columns,
  });
  expect(turns(made.store)[0]!.answers["gibberish-1"]?.text).toBe("user: one × 1");
});
