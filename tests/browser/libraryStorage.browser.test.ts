/** The library in the browser's own IndexedDB, whose transactions end when they do. */
import { deleteDB } from "idb";
import { afterEach, expect, test } from "vitest";
import { DATABASE, openLibraryStorage } from "../../src/browser/libraryStorage";
import type { LibraryStorage } from "../../src/store/library/storage";
import { keptTurn, libraryEntry } from "../store/library/libraryEntries";

const opened: LibraryStorage[] = [];

async function open(): Promise<LibraryStorage> {
  const silent = { onChange() {}, onOutdated() {}, onBlocked() {} };
  const storage = await openLibraryStorage(silent);
  opened.push(storage);
  return storage;
}

afterEach(async () => {
  for (const one of opened.splice(0)) one.close();
  await deleteDB(DATABASE);
});

const turns = (...messages: string[]) => ({ turns: messages.map(keptTurn) });

test("two tabs that write one entry at once keep what both added, and nothing twice", async () => {
  const [here, there] = [await open(), await open()];
  const base = libraryEntry(turns("a"));
  await here.put([base], () => null);
  let known = base;
  const put = (entry: typeof base) =>
    here.put([entry], () => known).then(() => (known = entry));
  await Promise.all([
    put({ ...base, ...turns("a", "b") }),
    there.put([{ ...base, ...turns("a", "c") }], () => base),
    put({ ...base, ...turns("a", "b", "d") }),
    put({ ...base, ...turns("a", "d") }),
  ]);
  expect(await here.all()).toMatchObject([turns("a", "c", "d")]);
});
