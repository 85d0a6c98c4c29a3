import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { conversationOf, keptConversation } from "../../../src/store/library/entry";
import { LIBRARY_VERSION, readEntry } from "../../../src/store/library/fields";
import { linkedLessons } from "../../../src/store/link/lessonFields";
import { readLink } from "../../../src/store/link/link";
import type { FakeOptions } from "../../fakeEngine";
import { libraryEntry } from "../library/libraryEntries";
import {
  ask,
  createGeneratedStore,
  shown,
  takeExamples,
  type TestStore,
} from "../appStore";

afterEach(() => {
  vi.useRealTimers();
});

/** A taught adapter on screen, and a second description in the box. */
async function readyToBlend(options: FakeOptions = {}): Promise<TestStore> {
  const made = await createGeneratedStore(options);
  await takeExamples(made.store, "cat,animal\noak,tree\nowl,bird\npike,fish");
  await made.store.actions.teach();
  made.store.actions.setBlend({ description: "Be polite.", space: "weights" });
  return made;
}

test("a second description goes into the taught adapter, in a conversation of its own", async () => {
  const { store } = await readyToBlend();
  const taught = shown(store);
  expect(await store.actions.blendShown()).toBe(true);
  expect(shown(store)).toMatchObject({
    description: "Shout.",
    blendedFrom: taught.key,
    taughtFrom: taught.taughtFrom,
    isAdapterLoaded: true,
    adapter: {
      lesson: taught.adapter!.lesson,
      blendedWith: [{ description: "Be polite.", position: 0.5 }],
    },
  });
  expect(store.getState().conversations).toContainEqual(taught);
});

test("another share makes it anew of the taught adapter, in its place until it is asked", async () => {
  vi.useFakeTimers();
  const { store, engine } = await readyToBlend();
  const taught = shown(store);
  await store.actions.blendShown();
  const first = shown(store);
  store.actions.setBlend({ position: 0.2 });
  await vi.runAllTimersAsync();
  const second = shown(store);
  expect(second.key).toBe(first.key);
  expect(second.adapter!.blendedWith).toEqual([
    { description: "Be polite.", position: 0.2 },
  ]);
  expect(engine.calls.released).toContain(first.adapter!.id);
  expect(engine.calls.released).not.toContain(taught.adapter!.id);
  await ask(store, "Hi");
  store.actions.setBlend({ position: 0.8 });
  await vi.runAllTimersAsync();
  expect(shown(store).key).not.toBe(second.key);
  expect(store.getState().conversations.map(({ key }) => key)).toContain(second.key);
});

test("a share of the descriptions leaves the mixture on screen as it is", async () => {
  vi.useFakeTimers();
  const { store } = await readyToBlend();
  await store.actions.blendShown();
  const before = shown(store);
  store.actions.setBlend({ space: "descriptions" });
  store.actions.setBlend({ position: 0.2 });
  await vi.runAllTimersAsync();
  expect(shown(store)).toEqual(before);
});

test("an adapter that words alone make is not touched", async () => {
  const { store } = await createGeneratedStore();
  store.actions.setBlend({ description: "Be polite.", space: "weights" });
  const before = shown(store);
  expect(await store.actions.blendShown()).toBe(false);
  expect(shown(store)).toEqual(before);
});

test("numbers that the engine has lost are put back before", async () => {
  const { store, engine } = await readyToBlend();
  engine.emit({ kind: "failed", failure: { code: "out-of-memory", of: "thread" } });
  await store.actions.load();
  expect(shown(store).isAdapterLoaded).toBe(false);
  expect(await store.actions.blendShown()).toBe(true);
  expect(shown(store).adapter!.blendedWith).toHaveLength(1);
});

test("a failure leaves everything as it was, and says why", async () => {
  const failure = { code: "bad-input", fault: { kind: "adapter-gone" } } as const;
  const { store } = await readyToBlend({
    before(step) {
      if (step === "blend") throw new AppError(failure);
    },
  });
  const before = store.getState().conversations;
  expect(await store.actions.blendShown()).toBe(false);
  expect(store.getState().conversations).toEqual(before);
  expect(store.getState().generation).toEqual({ status: "failed", failure });
});

test("a link has the words, and no lesson that would end at another adapter", async () => {
  const { store } = await readyToBlend();
  expect(linkedLessons(store.getState())).not.toBeNull();
  await store.actions.blendShown();
  expect(linkedLessons(store.getState())).toBeNull();
  const opened = await readLink((await store.actions.createLink())!);
  expect(opened).toMatchObject({ content: { description: "Shout.", adapter: null } });
});

test("the library keeps what was mixed in, and reads it from a file", async () => {
  const { store } = await readyToBlend();
  await store.actions.blendShown();
  const { adapter } = shown(store);
  const entry = keptConversation(shown(store), { hypernetwork: null, base: null })!;
  const written = libraryEntry({ adapter: entry.adapter });
  const read = readEntry(JSON.parse(JSON.stringify(written)), LIBRARY_VERSION);
  expect(read.adapter.blendedWith).toEqual(adapter!.blendedWith);
  expect(conversationOf(read).adapter!.blendedWith).toEqual(adapter!.blendedWith);
});
