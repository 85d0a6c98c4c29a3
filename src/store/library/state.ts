/** The library as the page knows it, as plain data. */
import type { LibraryEntry } from "./entry";
import type { UnreadableLibrary } from "./file";

export interface LibraryState {
  /**
   * "session": this browser keeps nothing, so entries last as long as the tab.
   * "outdated": a newer page in another tab took over; "blocked": an older one holds on.
   */
  status: "opening" | "ready" | "session" | "blocked" | "outdated" | "full";
  entries: LibraryEntry[];
  /** Entry that was removed last and can be put back. */
  removed: LibraryEntry | null;
  report: LibraryReport;
}

/** Result of the last action, until the next. */
export type LibraryReport =
  | { kind: "none" }
  | { kind: "imported"; added: number; merged: number; refused: number }
  | { kind: "unreadable"; reason: UnreadableLibrary }
  | { kind: "unknown-model"; id: string }
  | {
      kind: "opened";
      /** Comparison of the adapter made now with the one that was kept. */
      adapter: "identical" | "same-up-to-rounding" | "different";
    };

export const EMPTY_LIBRARY: LibraryState = {
  status: "opening",
  entries: [],
  removed: null,
  report: { kind: "none" },
};
