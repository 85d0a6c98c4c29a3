/** English texts of steering an adapter: scope, second description, live mode. */
export const steerEnglish = {
  scope: "Where it applies",
  scopeWhole: "everywhere",
  scopePart: "{{modules}}, layers {{first}}–{{last}}",
  scopeNothing: "nowhere: this is the base model",
  modules: "Modules",
  firstLayer: "First layer",
  lastLayer: "Last layer",
  everywhere: "Apply everywhere",
  live: "Live: make the adapter while I type",
  asksAgain: "and ask the last message again",
  add: "Blend in a second description",
  remove: "Remove",
  second: "Second description",
  placeholder: "Another task, or another manner",
  position: "Share of the second",
  space: "How to blend",
  descriptions: "mix the descriptions",
  weights: "mix the weights",
  descriptionsNote:
    "One adapter from a mixture of what was read in both. What lies between two tasks need not be a task.",
  weightsNote: "Both adapters added up, exactly: each does its part.",
  untaught:
    "Mixed descriptions are words alone: what the adapter shown was taught, or what its files hold, is no part of it. Mix the weights to keep that.",
  intoShown: "Mix into the adapter shown",
  intoShownNote:
    "Keeps what the adapter shown was taught, or what its files hold. “Generate” blends the words alone.",
  mixed: "and, by weights, {{second}} % of: {{description}}",
  mixedNoLink:
    "A link carries words and settings alone. This adapter was mixed by its numbers: send its files along, or download it here.",
  mixedMissing:
    "The numbers of this adapter are not in this browser, and no words make them again: drop the files that were downloaded of it.",
  blended: "{{first}} % of the first, {{second}} % of: {{description}}",
  blendedBy: "mixed descriptions",
  blendedWeights: "mixed weights",
} as const;
