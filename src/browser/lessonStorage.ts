/** Taught adapters and the last steps of running lessons in IndexedDB. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { SavedAdapter } from "../shared/adapter";
import type { LessonRecord, OpenLessonStorage } from "../store/teaching/storage";

interface Schema extends DBSchema {
  adapters: { key: string; value: SavedAdapter };
  /** By the time they began, which sorts them. */
  lessons: { key: string; value: SavedAdapter };
}

export const LESSON_DATABASE = "text-to-lora-lessons";
const LOCK = `${LESSON_DATABASE}:`;

/** Rejects where there is no IndexedDB, as in some private windows. */
export const openLessonStorage: OpenLessonStorage = async () => {
  const database = await openDB<Schema>(LESSON_DATABASE, 1, {
    upgrade(upgraded) {
      upgraded.createObjectStore("adapters");
      upgraded.createObjectStore("lessons");
    },
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
  });
  return {
    read: async (checksum) => (await database.get("adapters", checksum)) ?? null,
    write: async (checksum, saved) => {
      await database.put("adapters", saved, checksum);
    },
    async prune(checksums) {
      const keys = await database.getAllKeys("adapters");
      const others = keys.filter((key) => !checksums.has(key));
      await Promise.all(others.map((key) => database.delete("adapters", key)));
    },
    begin() {
      const key = `${Date.now()} ${crypto.randomUUID()}`;
      return record(database, key, hold(key));
    },
    async interrupted() {
      const { held = [] } = (await navigator.locks?.query()) ?? {};
      const running = new Set(held.map(({ name }) => name));
      const keys = await database.getAllKeys("lessons");
      const left = keys.filter((key) => !running.has(LOCK + key));
      return left.toReversed().map((key) => record(database, key, hold(key)));
    },
  };
};

/** Tells other tabs that this one has the lesson, until it is let go or the tab is closed. */
function hold(key: string): () => void {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  void navigator.locks?.request(LOCK + key, () => until).catch(() => {});
  return letGo;
}

function record(
  database: IDBPDatabase<Schema>,
  key: string,
  letGo: () => void,
): LessonRecord {
  return {
    read: async () => (await database.get("lessons", key)) ?? null,
    async write(saved) {
      await database.put("lessons", saved, key);
    },
    async drop() {
      await database.delete("lessons", key);
      letGo();
    },
  };
}
