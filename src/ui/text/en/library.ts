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
  unknownHypernetwork: "This adapter was made by {{id}}, which this page does not have.",
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
  score:
    "{{right}} of {{total}} examples kept back right, {{before}} before it was taught",
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
