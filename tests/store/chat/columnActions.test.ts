import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { gibberish } from "../../../src/shared/description";
import {
  ask,
  createGeneratedStore,
  createReadyStore,
  generate,
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
  actions.addColumn({ kind: "kept", description: "Whisper." });
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
