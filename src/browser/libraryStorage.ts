/** The library in IndexedDB, shared by all tabs of this browser. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { LibraryEntry } from "../store/library/entry";
import { LIBRARY_VERSION, readEntry } from "../store/library/fields";
import { rebased } from "../store/library/revisions";
import type {
  LibraryStorage,
  OpenLibraryStorage,
  StorageEvents,
} from "../store/library/storage";

interface Schema extends DBSchema {
  adapters: { key: string; value: LibraryEntry };
}

export const DATABASE = "text-to-lora-library";
const STORE = "adapters";

/** Rejects where there is no IndexedDB, as in some private windows. */
export const openLibraryStorage: OpenLibraryStorage = async (events) => {
  const database = await openDB<Schema>(DATABASE, LIBRARY_VERSION, {
    async upgrade(upgraded, oldVersion, _, transaction) {
      if (oldVersion === 0) {
        upgraded.createObjectStore(STORE, { keyPath: "id" });
        return;
      }
      for await (const cursor of transaction.objectStore(STORE)) {
        const entry = readable(cursor.value, oldVersion);
        if (entry) await cursor.update(entry);
      }
    },
    blocked: () => events.onBlocked(),
    blocking(_, __, event) {
      (event.target as IDBDatabase).close();
      events.onOutdated();
    },
  });
  return overDatabase(database, events);
};

function overDatabase(
  database: IDBPDatabase<Schema>,
  events: StorageEvents,
): LibraryStorage {
  const channel = new BroadcastChannel(DATABASE);
  channel.onmessage = () => events.onChange();
  const tell = () => channel.postMessage("changed");
  return {
    async all() {
      const values = await database.getAll(STORE);
      return values.flatMap((value) => readable(value, LIBRARY_VERSION) ?? []);
    },
    async put(entries, baseOf) {
      const transaction = database.transaction(STORE, "readwrite");
      const write = async (entry: LibraryEntry) => {
        const stored = readable(await transaction.store.get(entry.id), LIBRARY_VERSION);
        const written = stored ? rebased(baseOf(entry.id), stored, entry) : entry;
        await transaction.store.put(written);
        return written;
      };
      const [written] = await Promise.all([
        Promise.all(entries.map(write)),
        transaction.done,
      ]);
      tell();
      return written;
    },
    async remove(id) {
      await database.delete(STORE, id);
      tell();
    },
    close() {
      channel.close();
      database.close();
    },
  };
}

function readable(value: unknown, version: number): LibraryEntry | null {
  try {
    return readEntry(value, version);
  } catch {
    return null;
  }
}
