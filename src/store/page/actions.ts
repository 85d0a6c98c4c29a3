/** The open tab of the deck, and the notice above the panels. */
import type { ActionContext } from "../actionContext";
import type { DeckTab } from "./deck";
import type { Notice } from "./state";

export interface PageActions {
  openDeckTab(tab: DeckTab): void;
  showNotice(notice: Notice): void;
  dismissNotice(): void;
}

export function createPageActions({ store }: ActionContext): PageActions {
  return {
    openDeckTab: (deckTab) => store.setState({ deckTab }),
    showNotice: (notice) => store.setState({ notice }),
    dismissNotice: () => store.setState({ notice: null }),
  };
}
