/** What the list of examples says, in English. */
export const examplesEnglish = {
  heading: "Show examples",
  count: "({{count}})",
  empty:
    "A message and the answer it should get. A few say more than a sentence, and show how often the adapter is right.",
  input: "Input",
  expected: "Answer",
  inputOf: "Input of example {{number}}",
  expectedOf: "Answer of example {{number}}",
  row: "Example {{number}}",
  add: "Add an example",
  read: "Paste or open a file",
  undo: "Undo",
  clear: "Remove all",
  save: "Save as CSV",
  moveUp: "Move example {{number}} up",
  moveDown: "Move example {{number}} down",
  remove: "Remove example {{number}}",
  roleOf: "Use of example {{number}}",
  byRule: "by the rule: {{role}}",
  roles: { teach: "to teach", check: "kept back" },
  keptBack: "kept back for checking",
  incomplete: "not complete: it does not count yet",
  duplicate: "the same as one above",
  contradiction: "another answer to the same input",
  bareAnswer: "nothing of this answer is compared: a final full stop does not count",
  tooLong: "{{length}} characters; at most {{most}} fit",
  ruleFew_one:
    "{{count}} example, to teach. From eight on, a third is kept back for checking.",
  ruleFew_other:
    "{{count}} examples, all to teach. From eight on, a third is kept back for checking.",
  ruleMany:
    "{{taught}} to teach, {{checked}} kept back for checking, so that the score is honest.",
  noneKeptBack:
    "{{count}} examples, all to teach: with none kept back, no score tells how the adapter does on others.",
  room: "Room for {{count}} more; {{most}} at most.",
  full: "The list is full: {{most}} examples at most.",
  duplicates_one: "{{count}} repeats another.",
  duplicates_other: "{{count}} repeat others.",
  contradictions:
    "{{count}} have the same input with different answers: keep the one that is right.",
  showAll: "Show all {{count}}",
  missing_one:
    "The link was made with {{count}} example that it does not carry. Ask the sender for the file and drop it here.",
  missing_other:
    "The link was made with {{count}} examples that it does not carry. Ask the sender for the file and drop it here.",
  dismiss: "Dismiss",
  unlinked_one:
    "Your {{count}} example does not fit into the link. Save it as a file and send that along.",
  unlinked_other:
    "Your {{count}} examples do not fit into the link. Save them as a file and send that along.",
  text: "Examples, one a line: input, then answer",
  placeholder: "Paste two columns from a spreadsheet, CSV, TSV, JSON or JSONL",
  file: "Choose a file",
  dropNote: "or drop one here",
  reading: "Reading …",
  tooLarge: "The file was not read: it is larger than {{most}}. What was here stands.",
  found_one: "{{count}} example, {{format}}",
  found_other: "{{count}} examples, {{format}}",
  columns: "input from “{{input}}”, answer from “{{expected}}”",
  leftOut_one: "{{count}} more example does not fit: the list holds {{most}}.",
  leftOut_other: "{{count}} more examples do not fit: the list holds {{most}}.",
  cut: "Only the first {{most}} rows were looked at.",
  take_one: "Add {{count}} example",
  take_other: "Add {{count}} examples",
  cancel: "Cancel",
  delimiter: "Between the columns",
  delimiters: {
    tab: "tab",
    comma: "comma ,",
    semicolon: "semicolon ;",
    bar: "bar |",
    arrow: "arrow →",
    typedArrow: "arrow ->",
    doubleArrow: "arrow =>",
    wideSemicolon: "wide semicolon ；",
    wideComma: "wide comma ，",
    json: "none: it is JSON",
  },
  encoding: "Encoding",
  header: "The first row names the columns",
  inputColumn: "Input from",
  expectedColumn: "Answer from",
  columnName: "{{number}}: {{name}}",
  column: "column {{number}}",
  unclear: {
    delimiter: "Another sign between the columns would fit as well.",
    header: "The first row may name the columns or be an example.",
    columns: "There are more than two columns, and no names that say which are meant.",
    encoding: "The encoding is a guess: look whether the letters are right.",
  },
  preview: "The first rows as read",
  problems_one: "{{count}} line is left out; the others are used:",
  problems_other: "{{count}} lines are left out; the others are used:",
  line: "Line {{line}}: {{problem}}",
  more: "and {{count}} more",
  problem: {
    cells_one:
      "{{count}} cell where {{wanted}} are needed. A comma inside a text needs quotation marks around that text.",
    cells_other:
      "{{count}} cells where {{wanted}} are needed. A comma inside a text needs quotation marks around that text.",
    two: "two",
    "empty-input": "the input is empty.",
    "empty-answer": "the answer is empty.",
    "bare-answer":
      "nothing of the answer is compared: white space, invisible characters and a final full stop do not count.",
    "open-quote":
      "a quotation mark opens and never closes, so the rest of the text went into one cell.",
    "quote-inside":
      "a quotation mark stands inside a quoted text. Write it twice to mean the mark itself.",
    "not-json": "this is not one whole JSON object.",
    "missing-fields":
      "it needs “input” and “output” (or “question” and “answer”); found: {{found}}.",
    "answer-too-long": "the answer has {{length}} characters; at most {{most}} fit.",
    "input-too-long":
      "the input has {{length}} characters; the model reads at most {{most}}.",
  },
  correct: "Correct it",
  correctNamed: "Correct it: the answer of {{column}}",
  correctLabel: "What it should have answered",
  correctTake: "Add as example",
  corrected: "Added to your examples.",
} as const;

/** Files that are dropped or picked. */
export const filesEnglish = {
  drop: "Let go to read it here:",
  kinds: {
    examples: "Examples: CSV, TSV, JSON or JSONL",
    adapter: "A LoRA adapter: PEFT as a .zip, a folder or its two files; GGUF",
    base: "A base model: GGUF of llama, qwen2 or qwen3",
    library: "A library that this page saved",
  },
  nothingLeaves: "It is read in this tab and goes nowhere.",
  "unknown-files":
    "Nothing here can read {{names}}. Examples come as CSV, TSV, JSON or JSONL (save a spreadsheet as CSV), adapters as PEFT or GGUF, base models as GGUF.",
  "unread-files":
    "The browser could not read {{names}}. It may have been moved or changed meanwhile: drop it once more.",
  "left-out": "One file of its kind is read at a time: {{names}} can follow.",
  nothingChanged: "Nothing was changed.",
} as const;
