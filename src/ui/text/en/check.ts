/** English texts of the Check tab. */
export const checkEnglish = {
  heading: "Check it on examples",
  about:
    "Every column answers the same examples with known answers. The table says how often each is right, how sure that is, and whether the difference from the controls could be chance. Nothing leaves this tab.",
  source: "Examples",
  own: "My own",
  task: "A built-in task",
  tooFew: "At least {{least}} examples are needed.",
  part: "Which of them",
  all_one: "all {{count}}",
  all_other: "all {{count}}",
  keptBack_one: "only the {{count}} kept back",
  keptBack_other: "only the {{count}} kept back",
  list_one:
    "{{count}} example in your list, beside the description: {{taught}} to teach, {{checked}} kept back.",
  list_other:
    "{{count}} examples in your list, beside the description: {{taught}} to teach, {{checked}} kept back.",
  noList:
    "Your list beside the description is empty. Write examples there, or read some here.",
  taughtOn: "taught on {{count}} of these {{total}}",
  taughtNote:
    "An adapter was taught on some of these examples: its score on them shows what it learnt by heart, not how it does on others. Only what was kept back tells that.",
  taskChoice: "Task",
  taskNote:
    "No hypernetwork was trained on this task. Its examples are made by rule on this page: {{input}} → {{expected}}",
  taskDescription: "Description",
  useDescription: "Generate the adapter for it",
  otherAdapter: "Your adapter was made for something else: “{{made}}”",
  taskExamples: "Examples",
  taskExamplesHint: "{{least}} to {{most}}",
  family: {
    extraction: "Extraction",
    format: "Format",
    "list-ops": "Lists",
    math: "Numbers",
    "string-ops": "Words and letters",
  },
  tasks: {
    acronym: "acronym",
    spell_with_hyphens: "spelling with hyphens",
    pig_latin: "Pig Latin",
    camel_case: "words to camelCase",
    camel_to_words: "camelCase to words",
    date_spoken: "spoken dates",
    time_24_to_12: "24-hour to AM/PM",
    keyvalue_to_json: "key and value to JSON",
    record_json_to_yaml: "JSON to YAML",
    mask_email: "masking e-mail addresses",
    email_domain: "e-mail domain",
    date_to_year_only: "year of a date",
    extract_product: "product in a message",
    json_get_value: "value of a JSON key",
    json_values: "JSON values",
    list_every_other: "every second word",
    list_common_item: "word in both lists",
    minutes_to_hours: "minutes to hours",
    number_sequence_next: "next number",
    round_decimal: "rounding",
    word_problem_add: "addition stories",
  },
  metric: "Count as right",
  metrics: {
    exact: "exact match",
    contains: "contains the answer",
    rouge: "ROUGE-L, in part",
  },
  metricNote: {
    exact:
      "The same text. Composed and combining accents (NFC), kinds and runs of white space, invisible characters and one final full stop of any script do not matter; capitals and all other punctuation do.",
    contains:
      "The answer stands somewhere in the text; white space, accents and a final full stop as for exact match, capitals as given.",
    rouge:
      "The share of words in the right order (F1), 0 to 100 %. Capitals and punctuation do not matter; symbols and emoji count as words, and so does each character of a script without spaces.",
  },
  run: "Run the check",
  again: "Run it again",
  cancel: "Cancel",
  stop: "Stop",
  stopping: "Stopping …",
  waits: "Starts as soon as the models and adapters are there.",
  noAdapter:
    "There is no adapter yet, so only the other columns would answer. Generate one first.",
  who: "Answering: {{names}}",
  progress: "Progress of the check",
  answered: "{{done}} of {{total}} answers",
  stoppedSpoken: "The check was stopped.",
  finished: "The check is finished.",
  empty:
    "Here will stand, for every column: how many answers are right with a 95 % interval, a test against each other column, and the examples on which they disagree.",
  results: "Results",
  of: "{{done}} of {{total}} examples: {{source}}",
  ownSource: "your own",
  settings:
    "Greedy, answers of at most {{tokens}} tokens, strength {{strength}}, each example asked afresh.",
  stopped: "Stopped by you; what was answered until then counts.",
  failed: "It ended early: {{failure}} What was answered until then counts.",
  tooLong_one:
    "Left out because it does not fit into the model's memory: line {{lines}}.",
  tooLong_other:
    "Left out because they do not fit into the model's memory: lines {{lines}}.",
  scores: "Scores",
  column: "Column",
  score: "Score",
  interval: "95 % interval",
  cut: "Cut off",
  cutNote:
    "Cut off: answers that reached {{tokens}} tokens. Intervals: Clopper–Pearson (exact) for right or wrong; for scores in part, the means that a sign-flip test does not reject.",
  tests: "Are they different?",
  pair: "{{left}} against {{right}}",
  difference: "Difference",
  pValue: "p",
  adjusted: "p, corrected",
  verdict: "On these examples",
  correctedInterval: "95 % interval, corrected",
  verdicts: {
    better: "better",
    worse: "worse",
    open: "no difference shown",
    "too-few": "too few to tell",
  },
  repeats_one:
    "{{count}} example asks what an earlier one asks. The tests count it as further evidence, which it is not.",
  repeats_other:
    "{{count}} examples ask what earlier ones ask. The tests count them as further evidence, which they are not.",
  testsNote_one:
    "Paired: both columns answered the same examples. Test: sign-flip permutation (for right or wrong, McNemar’s). The interval holds the differences that this test does not reject; “better” and “worse” below 0.05. With fewer than {{fewest}} examples no difference can be shown: too few to tell.",
  testsNote_other:
    "Paired: both columns answered the same examples. Test: sign-flip permutation (for right or wrong, McNemar’s), corrected after Holm for {{count}} comparisons. The interval holds the differences that this test does not reject; “better” and “worse” below 0.05. With fewer than {{fewest}} examples no difference can be shown: too few to tell.",
  testsCounted: "Every assignment of signs was counted, so p is exact.",
  testsSampled:
    "Where more than 14 examples differ, 10,000 assignments of signs are drawn instead of counting all.",
  answers: "Answers",
  onlyDisagreements_one: "Only where columns disagree ({{count}} example)",
  onlyDisagreements_other: "Only where columns disagree ({{count}} examples)",
  agree: "All columns agree on every example.",
  lineHeading: "Line",
  input: "Input",
  expected: "Expected",
  right: "right",
  wrong: "wrong",
  showAll: "Show all {{count}}",
  export: "Download as CSV",
} as const;
