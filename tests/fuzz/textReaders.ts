/** Fuzzed readers of texts: links, library files, examples and manifests. */
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { readCheckpointManifest } from "../../src/engine/hypernetwork/kinds";
import { deflate } from "../../src/formats/compression";
import { decodeText } from "../../src/formats/examples/decodeText";
import { readExamples } from "../../src/formats/examples/readExamples";
import { conversationOf } from "../../src/store/library/entry";
import { readLibraryFile, writeLibraryFile } from "../../src/store/library/file";
import { mergeEntries } from "../../src/store/library/revisions";
import { readLink } from "../../src/store/link/link";
import { problemWords } from "../../src/ui/examples/problemWords";
import { textIn } from "../../src/ui/text/translation";
import { manifestContent } from "../formats/manifestContent";
import { keptTurn, libraryEntry } from "../store/library/libraryEntries";
import {
  checkSentence,
  damaged,
  type FuzzedReader,
  otherJson,
  outcomeOf,
} from "./reader";
import { LESSON_SETTINGS } from "../lessonSettings";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const BRACKETS = [
  "{",
  "}",
  "[",
  "]",
  '"',
  ",",
  ":",
  "\\",
  "null",
  "1e999",
  '"__proto__":',
];

const LESSON = {
  start: { kind: "zero" },
  before: null,
  examples: [{ input: "a", output: "b" }],
  heldOut: [],
  settings: { ...LESSON_SETTINGS, patience: null },
  earlier: [],
  heldOutBefore: null,
  steps: [{ step: 1, taughtLoss: 2, heldOutLoss: null }],
  keptStep: 1,
};
const entry = libraryEntry({
  name: "mine",
  examples: [{ input: "a", expected: "b", role: "teach" }],
  turns: [keptTurn("hello")],
});
const LIBRARY = decoder.decode(writeLibraryFile([entry], 0).bytes);
const TAUGHT_LIBRARY = LIBRARY.replace(
  '"rank": 8',
  `"lesson": ${JSON.stringify(LESSON)}, "taughtOn": [{"input":"a","expected":"b"}], "rank": 8`,
);

const library: FuzzedReader = {
  name: "library",
  files: fc.oneof(
    {
      weight: 3,
      arbitrary: otherJson(
        [LIBRARY, TAUGHT_LIBRARY],
        ['"text-to-lora-library"', "4", "5"],
      ),
    },
    {
      weight: 1,
      arbitrary: damaged(
        [LIBRARY, TAUGHT_LIBRARY].map((text) => encoder.encode(text)),
        BRACKETS,
      ),
    },
  ),
  async read(bytes) {
    const read = readLibraryFile(decoder.decode(bytes));
    if (read.status === "unreadable") return "refused";
    for (const one of read.entries) {
      mergeEntries(entry, one);
      conversationOf(one);
    }
    return read.entries.length > 0 ? "read" : "refused";
  },
};

const HASH = "0123456789abcdef".repeat(4);
const LINK = JSON.stringify({
  l: "en",
  d: "Shout.",
  m: ["hello", "world"],
  w: "",
  x: 1,
  y: { off: ["v_proj"], from: 0, to: 3 },
  z: { description: "Whisper.", position: 0.5, space: "weights" },
  t: 0,
  k: 0,
  p: 1,
  r: 1,
  s: 0,
  n: 96,
  c: [
    ["base", ""],
    ["adapted", "mine"],
    ["gibberish", "", "qwrt zzk."],
  ],
  i: false,
  o: "check",
  h: true,
  b: ["smollm2-135m-instruct-q4_1", HASH],
  g: ["smollm2-135m-t2l-g-sft", HASH],
  a: HASH,
  q: [1, -0.5],
  u: { beganAtZero: false, lessons: [[{ settings: LESSON.settings, until: 4 }]] },
  f: [
    ["a", "b"],
    ["c", "d", "teach"],
  ],
});
const LINK_TEXTS = await Promise.all([
  deflate(LINK).then((packed) => `#v3=${packed}`),
  deflate(LINK, "deflate-raw").then((packed) => `#v2=${packed}`),
  deflate(LINK).then((packed) => `(v3=${packed}).%20`),
]);

const link: FuzzedReader = {
  name: "link",
  files: fc.oneof(
    {
      weight: 3,
      arbitrary: otherJson([LINK], ["20", '"base"', '[["base",""]]'], async (json) =>
        encoder.encode(`#v3=${await deflate(json)}`),
      ),
    },
    {
      weight: 1,
      arbitrary: damaged(
        LINK_TEXTS.map((text) => encoder.encode(text)),
        ["#", "v1=", "v3=", "v999999=", "%", "%20", "-", "_", "=", " ", "\u200B", "."],
      ),
    },
  ),
  async read(bytes) {
    const read = await readLink(decoder.decode(bytes));
    return read.status === "read" ? "read" : "refused";
  },
};

const LIMITS = { most: 500, mostRows: 20_000, longestInput: 4000, longestAnswer: 2000 };
const ROWS = [
  ["I like it", "positive"],
  ['She said "no", twice', "negative"],
  ["5,58", "6;1"],
  ["naïve 日本", "👩‍👩‍👧"],
];
const RECORDS = ROWS.map(([input, output]) => ({ input, output }));
const CONVERSATION = {
  messages: [
    { role: "system", content: "Be short." },
    { role: "user", content: "Hello" },
    { role: "assistant", content: "Hi." },
  ],
};
const JSON_EXAMPLES = [
  JSON.stringify(RECORDS),
  JSON.stringify({ examples: RECORDS }),
  JSON.stringify(ROWS),
  JSON.stringify(Object.fromEntries(ROWS)),
  JSON.stringify([CONVERSATION, CONVERSATION]),
  JSON.stringify({ input: ["a", "b"], output: ["c", "d"] }),
  JSON.stringify({ input: { 0: "a", 1: "b" }, output: { 0: "c", 1: "d" } }),
  JSON.stringify(ROWS.map(([en, zh]) => ({ id: 1, translation: { en, zh } }))),
  JSON.stringify({ features: [{ name: "a" }], rows: RECORDS.map((row) => ({ row })) }),
];
const TEXT_EXAMPLES = [
  ...JSON_EXAMPLES,
  [...RECORDS, CONVERSATION].map((record) => JSON.stringify(record)).join("\n"),
  [
    "input,output",
    ...ROWS.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")),
  ].join("\r\n"),
  ROWS.map((row) => row.join("\t")).join("\n"),
  "input;expected;role\n'=1+1;2;teach\n5,58;6;check\n",
  "sep=;\na;b\nc;d\n",
  "| in | out |\n|----|-----|\n| a | b |\n",
  ROWS.map((row) => row.join(" → ")).join("\n"),
  `\`\`\`json\n${JSON.stringify(RECORDS)}\n\`\`\`\n`,
  '"a, b" , "c"\n"d ""e""", "f"\n',
  "a，b\nc；d\n",
];
const EXAMPLE_TOKENS = [
  ...BRACKETS,
  '""',
  ",",
  ";",
  "\t",
  "|",
  "→",
  "->",
  "\n",
  "\r\n",
  "\r",
  " ",
  "-",
  "'",
  "=",
  "\uFEFF",
  "\0",
  "\u200D",
  "🇨",
  "\u0301",
  "\\u",
  "sep=",
  "```",
  ' "',
  '" ',
  "，",
  "=>",
];

const examples: FuzzedReader = {
  name: "examples",
  files: fc.oneof(
    {
      weight: 2,
      arbitrary: damaged(
        TEXT_EXAMPLES.map((text) => encoder.encode(text)),
        EXAMPLE_TOKENS,
      ),
    },
    { weight: 1, arbitrary: otherJson(JSON_EXAMPLES, ["12345678901234567890", "-0.50"]) },
  ),
  async read(bytes) {
    const { text } = await decodeText(bytes);
    const read = readExamples(text, LIMITS);
    for (const { problem } of read.problems) {
      checkSentence(problemWords(textIn("en"), problem, read.width));
      checkSentence(problemWords(textIn("zh"), problem, read.width));
    }
    return read.examples.length > 0 ? "read" : "refused";
  },
};

const shipped = (id: string) =>
  readFileSync(
    new URL(`../../public/models/${id}/manifest.json`, import.meta.url),
    "utf8",
  );
const MANIFESTS = [
  shipped("smollm2-135m-t2l-g-sft"),
  shipped("smollm2-135m-t2l-l-sft"),
  JSON.stringify(manifestContent()),
];

const manifest: FuzzedReader = {
  name: "manifest",
  files: fc.oneof(
    { weight: 3, arbitrary: otherJson(MANIFESTS, ['"G"', '"L"', '"S"', '"sft"', "2"]) },
    {
      weight: 1,
      arbitrary: damaged(
        MANIFESTS.map((text) => encoder.encode(text)),
        BRACKETS,
      ),
    },
  ),
  read: (bytes) => outcomeOf(() => readCheckpointManifest(decoder.decode(bytes))),
};

export const TEXT_READERS: readonly FuzzedReader[] = [library, link, examples, manifest];
