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
    "A blend is made of the words alone: what the adapter shown was taught is no part of it. It stays in the library.",
  blended: "{{first}} % of the first, {{second}} % of: {{description}}",
  blendedBy: "mixed descriptions",
  blendedWeights: "mixed weights",
} as const;
