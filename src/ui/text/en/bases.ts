/** What the choice of the base model says, in English. */
export const basesEnglish = {
  choose: "Base model that answers",
  facts: "{{size}} to download, about {{memory}} GB of memory",
  factsHere: "{{size}}, on this device already; about {{memory}} GB of memory",
  goodFor: "good for {{what}}",
  accuracy:
    "without an adapter {{told}} of unseen tasks right when told, {{shown}} with three examples",
  generated: "with an adapter made from the description {{generated}}",
  heavy: "large for this device or its connection",
  alone:
    "no hypernetwork yet: chat, prompt column, check, and adapters taught from examples",
  note: "Switching loads the other model and keeps descriptions, messages and library; an adapter stays with its base model.",
  otherAdapter: "This adapter was made for {{base}} and waits for it.",
  instead: "Load {{base}} instead",
} as const;

/** The question before another base model is loaded. */
export const baseQuestionEnglish = {
  link: "This link was made with {{base}}.",
  library: "This adapter was made with {{base}}.",
  download: "{{base}} is {{size}} to download.",
  here: "{{base}} ({{size}}) is on this device already.",
  ask: "Load it in place of {{ours}}? Texts, examples, messages and library stay either way.",
  load: "Load {{base}}",
  decline: "Stay with {{ours}}",
  unlinked:
    "The link names the base model by its SHA-256 and cannot carry it: whoever opens the link needs the file {{file}}.",
} as const;

/** What it says of a base model from a person's own file. */
export const ownBaseEnglish = {
  pick: "A GGUF of your own …",
  note: "A GGUF can also be dropped anywhere on the page: of the architecture llama, qwen2 or qwen3, and with the chat template ChatML or Llama 3’s. It stays in this tab.",
  facts:
    "{{architecture}}, {{parameters}} million parameters in {{type}}, {{size}}; about {{memory}} GB of memory",
  factsOnGpu:
    "{{architecture}}, {{parameters}} million parameters in {{type}}, {{size}}; about {{memory}} of the GPU's memory",
  reading: "Reading {{name}}:",
  ask: "{{name}} is large: {{facts}}. Load it in place of the base model? Descriptions, examples, messages and library stay.",
  short: "This device has about {{gigabytes}} GB: the tab may end without a warning.",
  load: "Load it",
  decline: "Leave it",
  nothingLost: "Nothing else has changed.",
  own: "from your file",
  keeping: "Keeping it:",
  kept: "Kept in this browser for the next visit.",
  unkept: "In this tab only.",
  fileNeeded: "Its file is needed again.",
  keep: "Keep",
  keepNamed: "Keep {{name}} in this browser",
  remove: "Remove",
  removeNamed: "Remove {{name}} from this browser",
  hypernetworks:
    "The hypernetworks here were trained for {{bases}}, so a description becomes no adapter for {{base}}: chat, the prompt column, the check, and adapters taught from examples or imported work. To train one for it, see “Another base model” in training/README.md: `python -m training.commands.train --base-id ID --base-model FILE`.",
} as const;
