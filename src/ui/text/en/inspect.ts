/** English texts of the Inspect tab and the description doctor. */
export const inspectEnglish = {
  empty: "Generate an adapter, and this shows what it consists of.",
  waiting: "This adapter is shown as soon as the models hold it.",
  size: "How much each layer changes",
  sizeNote: "‖scaling · BA‖ (Frobenius) for every layer and module",
  sizeWords: "Heat map of {{layers}} layers by module. {{modules}}",
  sizeOf: "{{module}}: largest in layer {{layer}} ({{norm}}).",
  moved: "How far teaching moved each layer",
  movedNote:
    "‖scaling · (BA − B₀A₀)‖ (Frobenius) for every layer and module, where B₀A₀ is what the description alone gives; {{share}} of the whole adapter's size",
  movedWords:
    "Heat map of how far teaching moved {{layers}} layers by module. {{modules}}",
  layer: "layer",
  spectrum: "Singular values",
  spectrumNote:
    "Of scaling · BA, largest to smallest; one line a layer. A steep line means few directions do the work.",
  spectrumWords:
    "Singular values of {{layers}} layers a module. {{modules}} The first direction holds this share of the change.",
  spectrumOf: "{{module}}: {{share}}.",
  rank: "direction",
  value: "singular value",
  words: "How much did your words matter?",
  comparing: "Making adapters of 24 training tasks for comparison …",
  wordsNote:
    "Cosine between your adapter's BA and the mean over {{count}} training tasks. Training tasks lie between {{low}} and {{high}}; words that mean nothing at {{gibberish}}. The lower, the more of the adapter is about your words.",
  wordsNoteAlike:
    "Cosine between your adapter's BA and the mean over {{count}} training tasks. Training tasks lie between {{low}} and {{high}}; words that mean nothing at {{gibberish}}, among them. So with this hypernetwork the distance says how much your words changed, not whether they were understood: Check it tells that.",
  cosine: "cosine to the mean adapter",
  yours: "yours",
  tasks: "training tasks",
  nothing: "gibberish",
  meanWords:
    "Cosine to the mean adapter: yours {{yours}}, training tasks {{low}} to {{high}}, gibberish {{gibberish}}.",
  noTasks:
    "This site has no list of the training tasks, so there is nothing to compare with.",
  map: "Among the training tasks",
  mapNote:
    "{{count}} training tasks by their descriptions, and yours. The two axes (PCA) show {{explained}} of the variance, so what is near on the map may still be far; the list says what is.",
  mapWords:
    "Map of {{count}} training tasks. Your description is nearest to {{nearest}}, with a similarity of {{similarity}}.",
  placing:
    "Finding your description's place. The first time, {{model}} is loaded for it ({{size}}); everything else goes on meanwhile.",
  you: "you",
  nearest: "Nearest training tasks",
  task: "Task",
  says: "One of its descriptions",
  similarity: "Similarity",
  asTable: "As a table",
  module: "Module",
} as const;

export const doctorEnglish = {
  familiar: "Much like training: nearest task {{similarity}}, “{{task}}”.",
  related: "New, but related to training: nearest task {{similarity}}, “{{task}}”.",
  far: "Far from everything in training (nearest {{similarity}}), where gibberish lies too. Expect little.",
  short: "Very short. A few words more say what comes in and what must come out.",
  several:
    "This may be several tasks at once. One task a description; blend two if need be.",
  input:
    "This seems to hold the input too. Describe the task here and put the input into the message.",
  padded: "Long or polite. Say the task alone, in one plain sentence.",
  price:
    "Measured on {{tasks}} held-out tasks: {{faulty}} right so, {{own}} without it (95 % interval of the difference: {{low}} to {{high}} points).",
  script:
    "Descriptions work in English. Measured on {{tasks}} tasks: {{english}} right in English, {{chinese}} in Chinese (p = {{p}}).",
  otherModel: "Measured with {{model}}.",
  stability: "Test other wordings",
  testing: "Testing …",
  stable:
    "Other wordings give much the same adapter: what sets it apart from the mean adapter agrees, cosine {{low}} to {{high}}.",
  unstable:
    "Other wordings give rather different adapters: what sets this one apart from the mean adapter they share with a cosine of {{low}} to {{high}}. Try some and compare.",
  wordings: "The wordings",
} as const;
