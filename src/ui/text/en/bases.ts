/** What the choice of the base model says, in English. */
export const basesEnglish = {
  choose: "Base model that answers",
  facts: "{{size}} to download, about {{memory}} GB of memory",
  goodFor: "good for {{what}}",
  accuracy:
    "without an adapter {{told}} of unseen tasks right when told, {{shown}} with three examples",
  alone: "no hypernetwork yet: chat, prompt column and check only",
  note: "Switching loads the other model and keeps descriptions, messages and library; an adapter stays with its base model.",
  instead: "Load {{base}} instead",
} as const;
