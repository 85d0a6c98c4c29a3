/** A reload says what neither its link nor the browser brings back. */
import { expect, test } from "vitest";
import { ownBase } from "../../fakeOwnBases";
import { ask, createReadyStore, generate, takeExamples } from "../appStore";
import type { AppStore } from "../../../src/store/store";
import { memoryStorage } from "../library/libraryEntries";
import { keptLessons } from "../teaching/lessonStorages";

const FOUR = "cat,animal\noak,tree\nowl,bird\npike,fish";
const FILES = [{ path: "theirs.zip", content: new Blob(["PK"]) }];

/** A visit in a browser that keeps the library, and the numbers of adapters. */
async function keptVisit() {
  const storage = memoryStorage();
  const lessons = keptLessons();
  const { store } = await createReadyStore();
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
