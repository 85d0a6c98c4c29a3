import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { afterEach, expect, test, vi } from "vitest";
import { DATABASE, openLibraryStorage } from "../../src/browser/libraryStorage";
import { LIBRARY_VERSION } from "../../src/store/library/fields";
import type { LibraryStorage } from "../../src/store/library/storage";
import {
  adapterOf,
  entryOfVersion1,
  keptTurn,
  libraryEntry,
} from "../store/library/libraryEntries";

const SILENT = { onChange() {}, onOutdated() {}, onBlocked() {} };
const opened: { close(): void }[] = [];

async function open(events: Partial<typeof SILENT> = {}): Promise<LibraryStorage> {
  const storage = await openLibraryStorage({ ...SILENT, ...events });
  opened.push(storage);
  return storage;
}

afterEach(async () => {
  for (const one of opened.splice(0)) one.close();
  await deleteDB(DATABASE);
});

test("what was put is there on the next visit, until it is removed", async () => {
  const entry = libraryEntry();
  const first = await open();
  await first.put([entry], () => null);
  first.close();
  const second = await open();
  expect(await second.all()).toEqual([entry]);
  await second.remove(entry.id);
  expect(await second.all()).toEqual([]);
});

test("a library of version 1 is brought up to date and keeps its entries", async () => {
  const entry = entryOfVersion1(libraryEntry());
  const old = await openDB(DATABASE, 1, {
    upgrade: (database) => void database.createObjectStore("adapters", { keyPath: "id" }),
  });
  await old.put("adapters", entry);
  await old.put("adapters", { id: "nonsense" });
  old.close();
  const storage = await open();
  expect(await storage.all()).toEqual([
    { ...entry, name: "", isPinned: false, examples: [] },
  ]);
  storage.close();
  const raw = await openDB(DATABASE);
  opened.push(raw);
  expect(await raw.get("adapters", entry.id)).toEqual({
    ...entry,
    name: "",
    isPinned: false,
    examples: [],
  });
  expect(await raw.count("adapters")).toBe(2);
});

test("the other tab hears of a change", async () => {
  const onChange = vi.fn();
  const here = await open();
  await open({ onChange });
  await here.put([libraryEntry({ adapter: adapterOf("b2".repeat(32)) })], () => null);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled());
});

test("two tabs that write one entry keep what both added, and what one took away is gone", async () => {
  const [here, there] = [await open(), await open()];
  const turns = (...messages: string[]) => ({ turns: messages.map(keptTurn) });
  const examples = [{ input: "cat", expected: "animal", role: null }];
  const base = libraryEntry(turns("a", "b"));
  await here.put([base], () => null);
  await there.put([{ ...base, name: "loud", examples, ...turns("b", "c") }], () => base);
  const mine = {
    ...base,
    strength: 1.5,
    ...turns("a", "b", "d"),
    changedAt: base.changedAt + 1,
  };
  const both = { ...mine, name: "loud", examples, ...turns("b", "c", "d") };
  expect(await here.put([mine], () => base)).toEqual([both]);
});

test("a tab that writes twice at once is asked what it knew when each is written", async () => {
  const here = await open();
  const first = libraryEntry({ turns: [keptTurn("a")] });
  let known = first;
  await here.put([first], () => null);
  const second = { ...first, turns: [keptTurn("a"), keptTurn("b")] };
  const third = { ...first, turns: [keptTurn("a")] };
  void here.put([second], () => known).then(() => (known = second));
  await here.put([third], () => known);
  expect(await here.all()).toEqual([third]);
});

test("an older page gives way to a newer one and says so", async () => {
  const onOutdated = vi.fn();
  await open({ onOutdated });
  const newer = await openDB(DATABASE, LIBRARY_VERSION + 1, { upgrade() {} });
  opened.push(newer);
  expect(onOutdated).toHaveBeenCalledOnce();
});

test("a newer page says what it waits for while an older one holds on", async () => {
  const stubborn = await openDB(DATABASE, 1, {
    upgrade: (database) => void database.createObjectStore("adapters", { keyPath: "id" }),
  });
  const onBlocked = vi.fn();
  const waiting = open({ onBlocked });
  await vi.waitFor(() => expect(onBlocked).toHaveBeenCalled());
  stubborn.close();
  expect(await (await waiting).all()).toEqual([]);
});
