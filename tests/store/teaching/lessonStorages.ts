/** Storage of lessons for tests: what one visit keeps, the next one finds. */
import type { SavedAdapter } from "../../../src/shared/adapter";
import type {
  LessonRecord,
  LessonStorage,
  OpenLessonStorage,
} from "../../../src/store/teaching/storage";

export interface KeptLessons {
  adapters: Map<string, SavedAdapter>;
  lessons: Map<number, SavedAdapter>;
  isFull: boolean;
  open: OpenLessonStorage;
}

export function keptLessons(): KeptLessons {
  let next = 0;
  const kept: KeptLessons = {
    adapters: new Map(),
    lessons: new Map(),
    isFull: false,
    open: async () => storage,
  };
  function put<Key>(map: Map<Key, SavedAdapter>, key: Key, saved: SavedAdapter): void {
    if (kept.isFull) throw new DOMException("full", "QuotaExceededError");
    map.set(key, structuredClone(saved));
  }
  const record = (key: number): LessonRecord => ({
    read: async () => kept.lessons.get(key) ?? null,
    write: async (saved) => put(kept.lessons, key, saved),
    drop: async () => void kept.lessons.delete(key),
  });
  const storage: LessonStorage = {
    read: async (checksum) => kept.adapters.get(checksum) ?? null,
    write: async (checksum, saved) => put(kept.adapters, checksum, saved),
    async prune(checksums) {
      for (const key of kept.adapters.keys()) {
        if (!checksums.has(key)) kept.adapters.delete(key);
      }
    },
    begin: () => record(next++),
    interrupted: async () => [...kept.lessons.keys()].toReversed().map(record),
  };
  return kept;
}
