/** Storage of the library as the store sees it, implemented by browser/libraryStorage.ts. */
import type { LibraryEntry } from "./entry";

export interface LibraryStorage {
  /** Every entry that can be read; one that cannot stays where it is and is not shown. */
  all(): Promise<LibraryEntry[]>;
  /**
   * Writes the entries, and resolves with what stands there then: what other tabs have written since
   * `baseOf`, what this one knew of an entry, is not lost. Rejects with a DOMException
   * "QuotaExceededError" when the browser has no room.
   */
  put(entries: readonly LibraryEntry[], baseOf: BaseOf): Promise<LibraryEntry[]>;
  remove(id: string): Promise<void>;
  close(): void;
}

/** The entry as this tab last read or wrote it, asked for when it is written; null for neither. */
export type BaseOf = (id: string) => LibraryEntry | null;

export interface StorageEvents {
  /** Another tab has written. */
  onChange(): void;
  /** A newer page in another tab needs the database; this one has let go of it. */
  onOutdated(): void;
  /** An older page in another tab still holds it; goes on once that tab is closed. */
  onBlocked(): void;
}

export type OpenLibraryStorage = (events: StorageEvents) => Promise<LibraryStorage>;
