/** English texts of the Demos tab. */
export const demosEnglish = {
  heading: "Demos: one task of each family",
  rule: "Chosen by a rule fixed before anything was measured: of each family of tasks that has validation tasks, the first by name that is scored by exact match. The hypernetwork was trained on none of them. Descriptions and messages are ours.",
  measured:
    "Right answers to {{inputs}} inputs of each task with {{base}} and {{model}}, greedy, exact match.",
  taughtNote:
    "“Taught with {{examples}}”: the same adapter after a lesson with {{examples}} of the task’s other examples and the settings that the page begins with; the inputs are not among them. Those settings were chosen on validation tasks, some of these included.",
  otherModel: "{{model}} is loaded now; the counts are those of {{measured}}.",
  otherBase: "{{base}} is loaded now; the counts are those of {{measured}}.",
  notMeasured: "Not measured yet.",
  works: "Where it works",
  worksNote:
    "With the adapter at least half of the answers are right, more than without and more than with the prompt.",
  partly: "Where it helps now and then",
  partlyNote:
    "More answers are right than without and with the prompt, but fewer than half.",
  fails: "Where it does not work",
  failsNote:
    "The adapter is right no more often than the model alone or with the prompt. Try them: this is what failing looks like.",
  base: "alone",
  prompt: "prompt",
  adapter: "adapter",
  taught: "taught with {{examples}}",
  count: "{{correct}} of {{total}}",
  message: "Message",
  answer: "Right answer",
  run: "Run",
  runNamed: "Run the demo {{name}}",
  families: {
    classification: "Classification",
    code: "Code",
    extraction: "Extraction",
    format: "Format",
    generation: "Generation",
    intent: "Intent",
    knowledge: "Knowledge",
    labelMapping: "Labels as sentences",
    linguistics: "Linguistics",
    listOps: "Lists",
    math: "Numbers",
    nli: "Same or different",
    persona: "Persona",
    sentiment: "Sentiment",
    sequence: "Sequences",
    stringOps: "Words",
    style: "Style",
  },
} as const;
