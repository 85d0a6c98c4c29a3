/** State around the panels: language, open tab, notices, the network, the tour. */
import type { Failure } from "../../shared/errors";
import type { DeckTab } from "./deck";
import type { Language } from "./language";

export interface PagePart {
  language: Language;
  /** The open tab of the deck. */
  deckTab: DeckTab;
  notice: Notice | null;
  offline: OfflineState;
  isTourShown: boolean;
}

/** A message above the panels that stays until it is dismissed or overtaken. */
export type Notice =
  | { kind: "device-lost"; reason: string }
  | { kind: "recovered" }
  /** Code of the page that was needed did not arrive, or has a mistake. */
  | { kind: "part-failed" }
  /** The graphics device failed while loading; the models run on the processor instead. */
  | { kind: "on-processor"; failure: Failure }
  | {
      kind: "failure";
      during: "download" | "storage" | "import" | "base";
      failure: Failure;
    }
  /** Files that were dropped or picked and are not, or not all, of use. */
  | { kind: "unknown-files" | "unread-files" | "left-out"; names: readonly string[] };

export interface OfflineState {
  /** State of the page's own files; "partial" until every one is kept. */
  status: "absent" | "partial" | "complete";
  isUpdateReady: boolean;
}

export function initialPage(): PagePart {
  return {
    language: "en",
    deckTab: "demos",
    notice: null,
    offline: { status: "absent", isUpdateReady: false },
    isTourShown: false,
  };
}
