/** The library while links are opened: what they ask again was asked before. */
import { expect, test } from "vitest";
import type { AppStore } from "../../../src/store/store";
import { ask, createReadyStore, generate, turns } from "../appStore";
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
