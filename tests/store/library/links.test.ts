/** The library while links are opened: what they ask again was asked before. */
import { expect, test } from "vitest";
import type { AppStore } from "../../../src/store/store";
import {
  ask,
  createReadyStore,
  generate,
  settle,
  takeExamples,
  turns,
} from "../appStore";
import { memoryStorage } from "./libraryEntries";

async function withLibrary(storage = memoryStorage()) {
  const { store, engine } = await createReadyStore();
  await store.actions.openLibrary(storage.open);
  return { store, engine, storage };
}

function messages(store: AppStore): string[][] {
  const { entries } = store.getState().library;
  return entries.map((entry) => entry.turns.map(({ message }) => message));
}

/** The page after it was loaded again with what the reload put into its address. */
async function reloaded({ store, storage }: Awaited<ReturnType<typeof withLibrary>>) {
  const { fragment } = await store.actions.createReload();
  const next = await withLibrary(storage);
  await next.store.actions.openLink(fragment!);
  return next;
}

test("a reload asks again what the library has, which it has once", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await ask(first.store, "one");
  await ask(first.store, "two");
  const [before] = first.store.getState().library.entries;
  const second = await reloaded(first);
  expect(turns(second.store)).toHaveLength(2);
  expect(second.store.getState().library.entries).toEqual([before]);
  const third = await reloaded(second);
  expect(messages(third.store)).toEqual([["one", "two"]]);
  await third.store.actions.openEntry(before!.id);
  expect(turns(third.store)).toHaveLength(2);
});

test("a message that is asked again on purpose is kept twice, before a reload and after", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await ask(first.store, "one");
  await ask(first.store, "one");
  expect(messages(first.store)).toEqual([["one", "one"]]);
  const second = await reloaded(first);
  expect(messages(second.store)).toEqual([["one", "one"]]);
  await ask(second.store, "one");
  expect(messages(second.store)).toEqual([["one", "one", "one"]]);
});

test("what a link asks that the library lacks is kept, also in a conversation that was here", async () => {
  const sender = await withLibrary();
  await generate(sender.store, "Shout.");
  await ask(sender.store, "one");
  await ask(sender.store, "two");
  const link = (await sender.store.actions.createLink())!;
  const here = await withLibrary();
  await generate(here.store, "Shout.");
  await ask(here.store, "one");
  const later = await withLibrary(here.storage);
  await generate(later.store, "Shout.");
  await later.store.actions.openLink(link);
  expect(messages(later.store)).toEqual([["one", "two"]]);
});

function inputs(store: AppStore): string[] {
  const { entries } = store.getState().library;
  return entries.flatMap(({ examples }) => examples.map(({ input }) => input));
}

const THIRTY = Array.from({ length: 30 }, (_, row) => `in ${row}`);

test("an example that is added where the link carries no list is added to the entry's", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await takeExamples(first.store, THIRTY.map((input) => `${input},out`).join("\n"));
  const { store, storage } = await reloaded(first);
  expect(store.getState().examples).toMatchObject({ list: [], missing: 30 });
  store.actions.correctAnswer("new", "NEW");
  await settle();
  expect(inputs(store)).toEqual([...THIRTY, "new"]);
  store.actions.undoExamples();
  expect(inputs(store)).toEqual(THIRTY);
  store.actions.correctAnswer("other", "OTHER");
  const [entry] = store.getState().library.entries;
  await store.actions.openEntry(entry!.id);
  const all = [...THIRTY, "other"];
  expect(store.getState().examples.list.map(({ input }) => input)).toEqual(all);
  expect(store.getState().examples.past).toEqual([]);
  expect(inputs(store)).toEqual(all);
  store.actions.removeExample(store.getState().examples.list[0]!.id);
  await settle();
  const [kept] = storage.kept.values();
  expect(kept!.examples.map(({ input }) => input)).toEqual(all.slice(1));
});

test("the first example in another tab leaves those of this one, whatever is changed then", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await takeExamples(first.store, "a,A\nb,B");
  const other = await withLibrary(first.storage);
  await generate(other.store, "Shout.");
  other.store.actions.correctAnswer("c", "C");
  await settle();
  first.store.actions.correctAnswer("b", "BB");
  await settle();
  const [kept] = first.storage.kept.values();
  expect(kept!.examples).toHaveLength(3);
  expect(kept!.examples).toMatchObject([
    { expected: "A" },
    { expected: "C" },
    { expected: "BB" },
  ]);
});

test("an example that is being typed is shown once when its entry is opened", async () => {
  const { store } = await withLibrary();
  await generate(store, "Shout.");
  store.actions.correctAnswer("a", "A");
  store.actions.editExample(store.getState().examples.list[0]!.id, { expected: "AA" });
  await store.actions.openEntry(store.getState().library.entries[0]!.id);
  expect(store.getState().examples.list).toMatchObject([{ expected: "AA" }]);
});

test("an entry with two conversations here opens with what each of them has, nothing twice", async () => {
  const sender = await withLibrary();
  await generate(sender.store, "Shout.");
  await ask(sender.store, "two");
  const link = (await sender.store.actions.createLink())!;
  const { store } = await withLibrary();
  await generate(store, "Shout.");
  await ask(store, "one");
  const { currentKey: first } = store.getState();
  await store.actions.openLink(link);
  const { currentKey: second } = store.getState();
  expect(second).not.toBe(first);
  expect(messages(store)).toEqual([["one", "two"]]);
  await store.actions.openEntry(store.getState().library.entries[0]!.id);
  expect(store.getState().currentKey).toBe(second);
  await store.actions.selectConversation(first);
  await store.actions.openEntry(store.getState().library.entries[0]!.id);
  const shown = store
    .getState()
    .conversations.map((one) => one.turns.map((turn) => turn.message));
  expect(shown).toEqual([["one"], ["two"]]);
  store.actions.clear();
  await settle();
  expect(messages(store)).toEqual([["two"]]);
});

test.each(["Whisper.", null])(
  "a link to %s leaves the strength of what is on screen alone",
  async (description) => {
    const sender = await withLibrary();
    if (description) await generate(sender.store, description);
    sender.store.actions.setStrength(0.5);
    const link = (await sender.store.actions.createLink())!;
    const { store } = await withLibrary();
    await generate(store, "Shout.");
    store.actions.setStrength(1.5);
    await store.actions.openLink(link);
    expect(store.getState().strength).toBe(0.5);
    const strengths = store
      .getState()
      .library.entries.map((one) => [one.description, one.strength]);
    expect(strengths).toContainEqual(["Shout.", 1.5]);
    if (description) expect(strengths).toContainEqual([description, 0.5]);
  },
);
