/** The names of the deck's tabs, in English. */
export const deckEnglish = {
  name: "More about the adapter",
  loading: "Loading …",
  demos: "Demos",
  check: "Check it",
  inspect: "Inspect",
  library: "Library",
  variants: "Checkpoints",
} as const;
