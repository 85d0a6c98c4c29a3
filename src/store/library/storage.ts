/** The library in IndexedDB, shared by all tabs of this browser. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { LIBRARY_VERSION, readEntry } from "./fields";
import type { LibraryEntry } from "./entry";

export interface LibraryStorage {
  /** Every entry that can be read; one that cannot stays where it is and is not shown. */
  all(): Promise<LibraryEntry[]>;
  /** Rejects with a DOMException "QuotaExceededError" when the browser has no room. */
  put(entries: readonly LibraryEntry[]): Promise<void>;
  remove(id: string): Promise<void>;
  close(): void;
}

export interface StorageEvents {
  /** Another tab has written. */
  onChange(): void;
  /** A newer page in another tab needs the database; this one has let go of it. */
  onOutdated(): void;
  /** An older page in another tab still holds it; goes on once that tab is closed. */
  onBlocked(): void;
}

export type OpenLibraryStorage = (events: StorageEvents) => Promise<LibraryStorage>;

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
    async put(entries) {
      const transaction = database.transaction(STORE, "readwrite");
      await Promise.all([
        ...entries.map((entry) => transaction.store.put(entry)),
        transaction.done,
      ]);
      tell();
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
