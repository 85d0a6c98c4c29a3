/** Where the library is kept, as the store sees it; browser/libraryStorage.ts implements it. */
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
