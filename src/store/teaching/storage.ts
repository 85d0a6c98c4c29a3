/** Where the numbers of taught adapters are kept; implemented by browser/lessonStorage.ts. */
import type { SavedAdapter } from "../../shared/adapter";

export interface LessonStorage {
  /** The adapter with this checksum; null when it is not kept. */
  read(checksum: string): Promise<SavedAdapter | null>;
  /** Rejects with a DOMException "QuotaExceededError" when the browser has no room. */
  write(checksum: string, saved: SavedAdapter): Promise<void>;
  /** Removes all adapters but these. */
  prune(checksums: ReadonlySet<string>): Promise<void>;
  /** A place for a lesson that runs now, which other tabs leave alone while this one is open. */
  begin(): LessonRecord;
  /** The lessons that a tab was closed on, the latest first. */
  interrupted(): Promise<LessonRecord[]>;
}

/** The last step of a lesson that runs, or that was interrupted. */
export interface LessonRecord {
  read(): Promise<SavedAdapter | null>;
  write(saved: SavedAdapter): Promise<void>;
  drop(): Promise<void>;
}

export type OpenLessonStorage = () => Promise<LessonStorage>;

/** As long as the tab is open, where the browser keeps nothing. */
export function sessionStorage(): LessonStorage {
  const kept = new Map<string, SavedAdapter>();
  return {
    read: async (checksum) => kept.get(checksum) ?? null,
    write: async (checksum, saved) => void kept.set(checksum, saved),
    prune: async () => {},
    begin() {
      let last: SavedAdapter | null = null;
      return {
        read: async () => last,
        write: async (saved) => void (last = saved),
        drop: async () => void (last = null),
      };
    },
    interrupted: async () => [],
  };
}
