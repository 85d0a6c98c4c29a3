/** English texts of the Library tab. */
export const libraryEnglish = {
  heading: "Every adapter you made",
  about:
    "Kept in this browser by itself: the description and settings that make an adapter again, and what you asked of it. Nothing is sent anywhere.",
  opening: "Reading what is kept …",
  session:
    "This browser keeps nothing for this page (a private window, perhaps); the list lasts as long as this tab. Export it to keep it.",
  blocked:
    "Another tab holds an older version of the library. Close the other tabs of this page.",
  outdated:
    "A newer version of this page is open in another tab. Reload this one; what you make until then is not kept.",
  full: "The browser has no room left: new adapters last as long as this tab. Remove some, or export them.",
  empty: "Nothing yet. Generate an adapter and it appears here.",
  nothingFound: "No adapter matches “{{search}}”.",
  search: "Search names, descriptions and messages",
  size_one: "{{count}} adapter, {{size}}",
  size_other: "{{count}} adapters, {{size}}",
  export: "Export all",
  import: "Import …",
  imported:
    "Imported: {{added}} added, {{merged}} merged with what was here, {{refused}} left out as unreadable.",
  tooLarge: "The file was not imported: it is too large.",
  notJson: "The file was not imported: it is not JSON. Nothing here has changed.",
  notALibrary:
    "The file was not imported: it is not a library of this page. Nothing here has changed.",
  otherVersion:
    "The file was not imported: it has version {{found}}, this page reads up to {{known}}. Reload the page and try again.",
  unknownModel: "This adapter was made by or for {{id}}, which this page does not have.",
  importedFrom: "from {{name}}",
  missingBase:
    "This adapter belongs to {{base}}, a base model from a file (SHA-256 {{sha256}}…). Drop that file on the page, then open the adapter again.",
  declined: "Not opened: it needs the other base model. Everything is as it was.",
  identical: "Made again: identical to the one that was kept.",
  rounded: "Made again: the same as the one that was kept, up to rounding.",
  different:
    "Made again, but it differs from the one that was kept: the hypernetwork has changed since. The answers shown are the old adapter's.",
  open: "Open",
  openNamed: "Open {{name}}",
  name: "Name",
  nameOf: "Name of {{name}}",
  pin: "Pin",
  pinNamed: "Pin {{name}}",
  remove: "Delete",
  removeNamed: "Delete {{name}}",
  removed: "Deleted: {{name}}",
  undo: "Undo",
  compare: "Compare",
  compareNamed: "Compare {{name}}",
  compareHint: "Tick two to compare them.",
  current: "open now",
  facts: "{{time}} · {{hypernetwork}} · {{messages}}",
  messages_one: "{{count}} message",
  messages_other: "{{count}} messages",
  taught_one: "taught {{count}} step",
  taught_other: "taught {{count}} steps",
  score: "{{right}} of {{total}} examples kept back right, {{before}} before the lesson",
  scoreAlone: "{{right}} of {{total}} examples kept back right",
  noWords: "taught without a description",
  comparison: "Compared",
  apart: "Distance of the directions",
  apartValue: "{{distance}} of the length (0 = same, 1.41 = unrelated, 2 = opposite)",
  apartNote:
    "Estimated from {{count}} random projections of all the numbers, so right to about a third.",
  incomparable:
    "The two were written by different hypernetworks; only sizes are compared.",
  moduleSize: "Size of the change, {{module}}",
  sizeValue: "{{left}} and {{right}} (mean over the layers)",
  layers: "Likeness of the sizes, layer by layer",
  layersValue: "{{cosine}} (cosine over layers and modules; 1 = same profile)",
  recent: "Recent",
  all_one: "All in the library ({{count}})",
  all_other: "All in the library ({{count}})",
} as const;

/** What adapters from elsewhere say, and the control that reads them. */
export const importedEnglish = {
  mergedSize: "The whole model with the adapter inside: {{size}}.",
  mergedBetter:
    "The adapter beside the model's own file (“llama.cpp, Ollama”) is smaller and can be taken off again: take the whole model only where a program reads no adapters. In llama.cpp SmolLM2 answered as here at 100 % of positions with F16, at 95 % with Q8_0, at 97.5 % with the adapter beside its own file.",
  heading: "An adapter from elsewhere",
  files: "Pick its files",
  folder: "Pick its folder",
  note: "PEFT (a .zip, its folder, or adapter_config.json with adapter_model.safetensors) or a GGUF LoRA, for {{base}}. It can also be dropped anywhere on the page. It is read here and goes nowhere.",
  waiting: "The adapter is read as soon as the models are free.",
  running: "Reading the adapter …",
  cancel: "Cancel",
  from: "Read from {{name}}: rank {{rank}} in {{modules}}.",
  base: "Its files name {{base}} as the base model.",
  noBase: "Its files name no base model.",
  otherBase:
    "The adapter's files name {{theirs}}, and {{ours}} answers here. The shapes fit; if the weights are others, the adapter does something else than it was trained for.",
  vain_one:
    "A rank or alpha pattern matches no module, so it changes nothing: {{patterns}}",
  vain_other:
    "{{count}} rank or alpha patterns match no module, so they change nothing: {{patterns}}",
  more: "and {{count}} more",
  missing:
    "This browser no longer has the adapter's numbers. Pick or drop {{name}} again, and it goes on where it was.",
  noLink:
    "The link carries texts and settings. This adapter came from files: send them along, or download it here.",
} as const;
