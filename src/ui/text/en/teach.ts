/** English texts of teaching. */
export const teachEnglish = {
  heading: "Teach it",
  needsExamples:
    "A few examples and some seconds of teaching, here in this tab, do what a sentence alone cannot.",
  plan_one: "{{count}} example to teach, about {{seconds}} s.",
  plan_other: "{{count}} examples to teach, about {{seconds}} s.",
  planChecked_one:
    "{{count}} example to teach, {{checked}} kept back to check it, about {{seconds}} s.",
  planChecked_other:
    "{{count}} examples to teach, {{checked}} kept back to check it, about {{seconds}} s.",
  contradictions:
    "Some of your examples want different answers to the same input; teaching follows neither. Keep the ones that are right.",
  long_one:
    "Example {{places}} may be too long to teach: at most {{most}} tokens fit, input and answer together.",
  long_other:
    "Examples {{places}} may be too long to teach: at most {{most}} tokens fit each, input and answer together.",
  allKeptBack: "All your examples are kept back. Set one at least to be taught.",
  teach: "Teach",
  again: "Teach again",
  on_one: "{{count}} more step",
  on_other: "{{count}} more steps",
  onAfresh:
    "This adapter is of an earlier visit, or was put away since: more steps are a lesson of their own from here, whose optimizer (AdamW) begins afresh.",
  onAsBegun:
    "More steps keep the learning rate, the seed and what is taught as their lesson began; “Teach again” follows what you chose below.",
  undo: "Undo teaching",
  cancel: "Cancel",
  stop: "Stop here",
  stopping: "Stopping …",
  afterModels: "Starts as soon as the models have loaded.",
  afterAdapter: "Starts as soon as the adapter is there.",
  opening: "Getting ready to teach …",
  progress: "Progress of the lesson",
  step: "step {{step}} of {{steps}}",
  keepsAsking: "You can go on asking and typing; each step lets you in.",
  done_one: "Taught: {{count}} step.",
  done_other: "Taught: {{count}} steps.",
  elsewhere: "The lesson is finished; its adapter is not the one on screen.",
  show: "Show it",
  failed: "{{failure}} Nothing that was here is lost.",
  taught_one: "Taught {{count}} step with {{examples}}",
  taught_other: "Taught {{count}} steps with {{examples}}",
  examples_one: "{{count}} example",
  examples_other: "{{count}} examples",
  fromZero: "from nothing, without a description",
  fromTaught: "on top of an earlier lesson",
  interrupted: "A lesson ended early, after step {{step}} of {{steps}}:",
  interruptedZero: "taught from nothing",
  goOn: "Go on",
  keepIt: "Keep it so",
  discard: "Discard",
  missing:
    "This browser does not have the numbers that were learnt. The same lesson can be repeated, in about {{seconds}} s.",
  repeat: "Repeat the lesson",
  linked_one:
    "The link's sender had taught {{count}} step. The same lesson can be repeated on the examples here, in about {{seconds}} s.",
  linked_other:
    "The link's sender had taught {{count}} steps. The same lesson can be repeated on the examples here, in about {{seconds}} s.",
  linkedOthers:
    "It had examples that the list no longer has: what it gives will be different.",
  linkedLong:
    "The list is too long for a link to tell which of its examples each lesson had: what it gives may be different.",
  noLinkOthers:
    "A link cannot carry what was learnt. It carries the description, the examples as they are now and the settings; some of those that were taught are not among them, so repeating gives another adapter. Teach again to make them agree.",
  noLinkLong:
    "A link cannot carry what was learnt. It carries the description and the settings; your list is too long for it to tell which examples each lesson had, so repeating may give another adapter.",
  noLink:
    "A link cannot carry what was learnt. It carries the description, the examples and the settings, from which the same lesson can be repeated.",
  notKept:
    "This browser cannot keep what was learnt (no room, or a private window): it lasts as long as this tab. Download it to keep it.",
  scoring_one: "Asking the {{count}} example kept back …",
  scoring_other: "Asking the {{count}} examples kept back …",
  score:
    "Right on the examples kept back: {{right}} of {{total}}; before this lesson, {{before}}.",
  scoreAlone: "Right on the examples kept back: {{right}} of {{total}}.",
  taughtBefore_one:
    "{{count}} example kept back was taught to the adapter that this begins with. It proves nothing any more and is left out of the check.",
  taughtBefore_other:
    "{{count}} examples kept back were taught to the adapter that this begins with. They prove nothing any more and are left out of the check.",
  keptBest:
    "Of {{steps}} steps, step {{kept}} is kept: there the loss of the examples kept back was lowest.",
  noBetterHere:
    "On the examples kept back the loss rose from {{before}} to {{after}}: this lesson made it no better.",
  noBetter:
    "On the examples kept back the loss rose from {{before}} to {{after}}: Undo teaching gives the adapter before.",
  otherExamples: "The examples have changed since; teach again to follow them.",
  chart: "Loss while teaching",
  chartTaught: "taught",
  chartHeldOut: "kept back",
  chartStep: "step",
  chartWords:
    "Loss of the taught examples: {{first}} before step {{from}}, {{last}} before step {{to}}.",
  chartWordsHeldOut:
    "Loss of the taught examples: {{first}} before step {{from}}, {{last}} before step {{to}}. Of those kept back: {{before}} at first, {{after}} after step {{to}}.",
  chartTable: "As a table",
  chartNote:
    "Loss: how surprised the model is by the right answers, in nats a token; 0 is not at all.",
  tableStep: "Step",
  tableTaught: "Taught, before the step",
  tableHeldOut: "Kept back, after the step",
  settings: "How it is taught",
  begin: "Begin with",
  beginShown: "the adapter shown",
  beginZero: "nothing (zero)",
  beginKept: "From the library",
  steps: "Steps",
  stepsHint: "1 to {{most}}",
  rate: "Learning rate",
  rateHint: "of AdamW, at its highest",
  trained: "What is taught",
  trainedBoth: "A and B",
  trainedB: "B alone",
  seed: "Seed",
  seedHint: "draws A when beginning with nothing",
  reset: "Back to the defaults",
  worth: "What a sentence is worth",
  worthSays:
    "A lesson that begins with the sentence's adapter instead of nothing changes the right answers by {{gains}}.",
  worthGain: "{{points}} points ({{low}} to {{high}}) with {{examples}} examples",
  worthStarts: {
    generated: "from the sentence's adapter",
    other: "from another task's",
    zero: "from nothing",
  },
  worthExamples: "Examples taught",
  worthRight: "Right answers, %",
  worthWords: "Right answers by the examples taught, when a lesson begins {{curves}}",
  worthPoint: "{{score}} with {{examples}}",
  worthInterval: "{{score}} ({{low}} to {{high}})",
  worthSource:
    "Exact match on {{tasks}} tasks that {{model}} never saw, {{inputs}} inputs each that were not taught; upright lines are 95 % intervals over tasks.",
  worthEngine: {
    page: "Measured with this page's engine and its settings for {{base}}.",
    pytorch: "Measured in PyTorch, with this page's settings for {{base}}.",
  },
  worthModel: "{{label}} for {{base}}",
  worthOther: "{{model}} is loaded now; the figures are those of {{measured}}.",
} as const;
