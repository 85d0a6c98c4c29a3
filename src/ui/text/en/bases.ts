/** What the choice of the base model says, in English. */
export const basesEnglish = {
  choose: "Base model that answers",
  facts: "{{size}} to download, about {{memory}} GB of memory",
  goodFor: "good for {{what}}",
  accuracy:
    "without an adapter {{told}} of unseen tasks right when told, {{shown}} with three examples",
  heavy: "large for this device or its connection",
  alone:
    "no hypernetwork yet: chat, prompt column, check, and adapters taught from examples",
  note: "Switching loads the other model and keeps descriptions, messages and library; an adapter stays with its base model.",
  otherAdapter: "This adapter was made for {{base}} and waits for it.",
  instead: "Load {{base}} instead",
} as const;
