/** English texts of the choice of checkpoints and of the Checkpoints tab. */
export const checkpointsEnglish = {
  choose: "Hypernetwork that writes the adapter",
  none: "none for {{base}} yet",
  facts: "{{parameters}} parameters, {{size}}",
  time: "{{time}} an adapter on this device",
  noTime: "not yet measured on this device",
  accuracy: "{{own}} of answers to {{count}} unseen tasks right",
  noAccuracy: "accuracy not measured",
  library:
    "{{count}} adapters in one file, {{saved}} smaller: on their own tasks {{share}} as good as they are",
  note: "Switching loads the other hypernetwork and keeps everything else; an adapter stays with the hypernetwork that wrote it.",
  more: "What do L, M and S differ in?",
  differ: "What do L, M and S differ in?",
  onlyHead:
    "In the output head of the hypernetwork, and in nothing else. All three read the description the same way, and all three give every layer and every module of the language model its own A and B: nothing is shared between layers. What differs is how much one pass of the head writes, and so how large the head has to be.",
  compared: "L, M and S compared",
  variant: "Variant",
  emits: "One pass of the head writes",
  told: "The hypernetwork is told",
  width: "Width of the head",
  parameters: "Parameters",
  emitsOf: {
    L: "the whole A and the whole B of one module at once",
    M: "the A or the B of one module",
    S: "one of the r ranks: a row of A or a column of B",
  },
  toldOf: {
    L: "layer and module",
    M: "layer, module, and whether A or B",
    S: "layer, module, whether A or B, and which rank",
  },
  countNote:
    "All passes for one adapter run side by side in one batch. Parameters with latent size 128, head input 512, rank 8 and the modules q and v of {{model}}.",
  training:
    "SFT trains through the language model, on its answers; only this generalises to new descriptions. Reconstruction imitates finished adapters and hardly generalises; the one here reads a description as one vector, where the others attend to its words. A distilled hypernetwork learnt to write the adapters of another, here those of L.",
  gist: "T2L-G is not in the paper. Here the language model itself reads your sentence, with the rows of LoRA that all adapters share. What its chat template's tokens then hold, the gist of the sentence, becomes the adapter: it makes the same tokens hold the same where no sentence stands. It takes longer to write, and follows the sentence better.",
  libraryHeading: "What {{label}} is for",
  libraryText:
    "It is a library in one file: trained on {{count}} finished adapters, it writes the one that a description asks for, and takes {{saved}} less room than they do. On new inputs of their own tasks it answers {{share}} as well as the adapters themselves ({{low}}–{{high}}). For other tasks its adapters are hardly better than none.",
  libraryTasks_one: "Its task",
  libraryTasks_other: "Its {{count}} tasks",
  installed: "Measured trade-off of the checkpoints on this page",
  installedNote_one:
    "{{count}} checkpoint is installed. Scores: exact match (ROUGE-L for a few) averaged over tasks that no hypernetwork was trained on, with 95 % intervals over tasks.",
  installedNote_other:
    "{{count}} checkpoints are installed. Scores: exact match (ROUGE-L for a few) averaged over tasks that no hypernetwork was trained on, with 95 % intervals over tasks.",
  notInstalled: "The checkpoints are listed once the models have loaded.",
  plot: "Parameters against score on unseen tasks: {{points}}",
  point: "{{label}}, {{parameters}} parameters, {{score}}",
  axisParameters: "Parameters (millions)",
  axisScore: "Score on unseen tasks (%)",
  checkpoint: "Checkpoint",
  size: "Size",
  own: "Own description",
  gibberish: "Gibberish",
  base: "No adapter",
  generation: "Time an adapter",
  unknown: "not measured",
  interval: "{{score}} ({{low}}–{{high}})",
} as const;
