/** The tabs of the deck beneath the three blocks, in the order they are shown. */
export const DECK_TABS = ["demos", "check", "inspect", "library", "variants"] as const;

export type DeckTab = (typeof DECK_TABS)[number];
