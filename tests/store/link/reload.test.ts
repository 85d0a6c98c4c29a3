/** A reload says what neither its link nor the browser brings back. */
import { expect, test } from "vitest";
import { ownBase } from "../../fakeOwnBases";
import { DEFAULT_MODELS } from "../../../src/shared/models";
import { AppError } from "../../../src/shared/errors";
import type { FakeOptions } from "../../fakeEngine";
import { ask, createReadyStore, FOUR, generate, settle, takeExamples } from "../appStore";
import type { AppStore } from "../../../src/store/store";
import { memoryStorage } from "../library/libraryEntries";
import { keptLessons } from "../teaching/lessonStorages";

const FILES = [{ path: "theirs.zip", content: new Blob(["PK"]) }];

/** A visit in a browser that keeps the library, and the numbers of adapters. */
async function keptVisit(options: FakeOptions = {}) {
  const storage = memoryStorage();
  const lessons = keptLessons();
  const { store } = await createReadyStore(options);
  await store.actions.openLibrary(storage.open);
  await store.actions.openLessons(lessons.open);
  return { store, storage, lessons };
}

async function isWhole(store: AppStore): Promise<boolean> {
  return (await store.actions.createReload()).isWhole;
}

test("a text in the example reader is lost until it is taken or left", async () => {
  const { store } = await createReadyStore();
  await store.actions.readExampleText("cat,animal");
  expect(await isWhole(store)).toBe(false);
  store.actions.takeReading();
  expect(await isWhole(store)).toBe(true);
});

test("an imported adapter is lost where the browser keeps nothing", async () => {
  const { store } = await createReadyStore();
  await store.actions.importAdapter(FILES);
  expect(await isWhole(store)).toBe(false);
  const kept = await keptVisit();
  await kept.store.actions.importAdapter(FILES);
  expect(await isWhole(kept.store)).toBe(true);
});

test("a taught adapter is lost where the browser has no room for its numbers or its entry", async () => {
  const { store, storage, lessons } = await keptVisit();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  expect(await isWhole(store)).toBe(true);
  storage.isFull = true;
  await ask(store, "hello");
  expect(await isWhole(store)).toBe(false);
  storage.isFull = false;
  await ask(store, "again");
  expect(await isWhole(store)).toBe(true);
  lessons.isFull = true;
  await store.actions.teach();
  expect(await isWhole(store)).toBe(false);
});

test("conversations that are not on screen are lost where the library is not kept", async () => {
  const { store } = await createReadyStore();
  await generate(store, "Shout.");
  await generate(store, "Whisper.");
  expect(await isWhole(store)).toBe(false);
  const kept = await keptVisit();
  await generate(kept.store, "Shout.");
  await generate(kept.store, "Whisper.");
  expect(await isWhole(kept.store)).toBe(true);
});

test("a person's own base model is lost until it is kept", async () => {
  const { store } = await createReadyStore();
  await store.actions.offerBase(new File(["GGUF"], "mouse.gguf"));
  expect(await isWhole(store)).toBe(false);
  await store.actions.keepOwnBase(ownBase("mouse.gguf").record.id);
  expect(await isWhole(store)).toBe(true);
});

test("a taught adapter is lost once its entry is removed, here or in another tab", async () => {
  const { store, storage } = await keptVisit();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const taught = store.getState().library.entries.find(({ adapter }) => adapter.lesson)!;
  store.actions.removeEntry(taught.id);
  expect(await isWhole(store)).toBe(false);
  store.actions.undoRemove();
  await settle();
  expect(await isWhole(store)).toBe(true);
  storage.kept.delete(taught.id);
  (storage as unknown as { events: { onChange(): void } }).events.onChange();
  await settle();
  expect(await isWhole(store)).toBe(false);
});

test("what was asked of an adapter that is not on screen is lost once its entry is removed", async () => {
  const { store } = await keptVisit();
  await generate(store, "Shout.");
  await ask(store, "hello");
  const [shout] = store.getState().library.entries;
  await generate(store, "Whisper.");
  expect(await isWhole(store)).toBe(true);
  store.actions.removeEntry(shout!.id);
  expect(await isWhole(store)).toBe(false);
});

test("a person's own base model is lost, though another is loaded, until it is kept", async () => {
  const { store } = await createReadyStore();
  await store.actions.offerBase(new File(["GGUF"], "mouse.gguf"));
  await store.actions.switchBase(DEFAULT_MODELS.base);
  expect(store.getState().baseModelId).toBe(DEFAULT_MODELS.base);
  expect(await isWhole(store)).toBe(false);
  await store.actions.keepOwnBase(ownBase("mouse.gguf").record.id);
  expect(await isWhole(store)).toBe(true);
});

/** The engine's steps of a lesson, of which the third does not end, or fails. */
function atThirdStep(end: () => Promise<void>): FakeOptions {
  let begun = 0;
  return { before: (step) => (step === "teach" && ++begun > 3 ? end() : undefined) };
}

test("a lesson that runs is lost where the browser does not keep its steps", async () => {
  const isLost = async (store: AppStore) => {
    await takeExamples(store, FOUR);
    void store.actions.teach();
    await expect
      .poll(() => store.getState().teaching.run)
      .toMatchObject({
        done: { length: 2 },
      });
    await settle();
    return !(await isWhole(store));
  };
  const stays = () => new Promise<void>(() => undefined);
  const { store } = await createReadyStore(atThirdStep(stays));
  expect(await isLost(store)).toBe(true);
  const kept = await keptVisit(atThirdStep(stays));
  expect(await isLost(kept.store)).toBe(false);
  const full = await keptVisit(atThirdStep(stays));
  full.lessons.isFull = true;
  expect(await isLost(full.store)).toBe(true);
});

test("a lesson that failed is lost where the browser does not keep its steps", async () => {
  const fails = () => Promise.reject(new AppError({ code: "device-lost" }));
  const { store } = await createReadyStore(atThirdStep(fails));
  const kept = await keptVisit(atThirdStep(fails));
  for (const one of [store, kept.store]) {
    await takeExamples(one, FOUR);
    await one.actions.teach();
    expect(one.getState().teaching.interrupted).toMatchObject({ step: 2 });
  }
  expect(await isWhole(store)).toBe(false);
  expect(await isWhole(kept.store)).toBe(true);
});

test("a long list comes back with the adapter on screen where the library has all of it", async () => {
  const { store } = await keptVisit();
  await generate(store, "Shout.");
  const rows = Array.from({ length: 30 }, (_, row) => `in ${row},out`);
  await takeExamples(store, rows.join("\n"));
  expect(await isWhole(store)).toBe(true);
  store.actions.addExample();
  store.actions.editExample(31, { input: "half" });
  expect(await isWhole(store)).toBe(false);
});
