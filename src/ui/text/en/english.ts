/**
 * The texts of the first view in English, by feature, in files of their own where they are many;
 * further.ts has the others.
 */

import { chatEnglish } from "./chat";
import { baseQuestionEnglish, basesEnglish, ownBaseEnglish } from "./bases";
import { checkpointsEnglish } from "./checkpoint";
import { deckEnglish } from "./deck";
import { examplesEnglish, filesEnglish } from "./examples";
import { failureEnglish } from "./failure";
import { steerEnglish } from "./steer";
import { keysEnglish, memoryEnglish, tourEnglish } from "./tour";

export const english = {
  page: {
    title: "Text-to-LoRA Playground",
    summary:
      "Describe a task in a sentence; a hypernetwork turns it into a LoRA adapter and a small language model answers with and without it, all in this tab.",
  },
  header: {
    title: "Text-to-LoRA <quiet>Playground</quiet>",
    toLight: "Switch to light colours",
    toDark: "Switch to dark colours",
    language: "Language",
  },
  status: {
    cancelled: "Loading was cancelled.",
    load: "Load the models",
    absent: "The models are not loaded.",
    inMemory: "{{size}} in memory",
    nothingLeaves: "0 bytes leave this tab",
    loading: "Loading the models",
    downloading: "Loading {{model}}, {{purpose}}",
    building: "Building {{model}}",
    purpose: {
      base: "the model that answers",
      encoder: "the model that compares descriptions",
      hypernetwork: "the network that writes the adapter",
    },
    softwareAdapter: "software adapter",
    threads_one: "WebAssembly, {{count}} thread",
    threads_other: "WebAssembly, {{count}} threads",
  },
  details: {
    name: "Details",
    models: "Models",
    answers: "Answers",
    answersFacts: "{{model}}, {{size}} in memory, reads and writes {{tokens}} tokens",
    reads: "Reads your description",
    compares: "Compares it with the training tasks",
    writes: "Writes the adapter",
    writesFacts: "{{model}}, {{size}}, {{parameters}} parameters",
    runOn: "Run on",
    software: "a software adapter (slow)",
    processor: "WebAssembly, on the processor",
    switchNote: "Switching loads the models again; the page keeps everything.",
    oneThread:
      "One thread only: this site is served without cross-origin isolation headers.",
    kept: "Kept in this browser",
    keptNothing: "Nothing; the next visit fetches the models again.",
    noRoom:
      "This browser has no room for the models, so they are in memory only. " +
      "Free some space on the disk, then reload the page.",
    storageUnavailable: "This browser keeps no files here, as in a private window.",
    keptFiles_one: "{{size}} in {{count}} file, so that the next visit starts at once.",
    keptFiles_other:
      "{{size}} in {{count}} files, so that the next visit starts at once.",
    clear: "Clear",
    offlineComplete: "The page itself is kept too: it works without a network.",
    offlinePartial: "The page itself is still being kept for use without a network.",
  },
  banner: {
    dismiss: "Dismiss",
    tryAgain: "Try again",
    typedIsKept: "Everything you typed is kept.",
    noReason: "The browser gave no reason.",
    deviceLost:
      "The graphics device was lost ({{detail}}). Your texts and answers are kept; the models are being rebuilt and your adapter is put back.",
    recovered:
      "The graphics device is back, with the models and your adapter. Carry on where you were.",
    partFailed:
      "This part of the page did not arrive, or broke. All else is as it was, and nothing you typed is lost.",
    onProcessor: "{{why}} The models run on the processor (WebAssembly) instead.",
    keptAfterDownload: "The adapter itself is still here; try the download again.",
    modelsStay: "The loaded models keep working.",
    update:
      "A new version of this page is ready. Reloading keeps your texts, your settings and your library.",
    reloadLoses:
      "Reloading would lose some of what you typed, brought, taught or asked here: save what you need, then press Reload again.",
    reload: "Reload",
  },
  failure: failureEnglish,
  files: filesEnglish,
  link: {
    unreadable: "This link could not be read. {{reason}} The page opened without it.",
    tooLong: "It is too long.",
    incomplete: "It is not a link of this page.",
    otherFormat: "It has format {{found}}; this page reads formats up to {{known}}.",
    damaged: "It is damaged: a part of it is missing or was changed on the way.",
    restoring:
      "Opening a link: its texts and settings are here; the adapter is made once the models are ready.",
    noModel: "none in its place",
    otherModel: "The link was made with {{theirs}}; this page runs {{ours}}.",
    otherVersion: "The link was made with another version of {{ours}}.",
    identical:
      "Opened from a link. The adapter made here is identical to the sender's: the checksums agree.",
    rounded:
      "Opened from a link. The adapter made here is the sender's up to rounding on another device.",
    different:
      "The adapter made here differs from the sender's, so answers may differ too. Texts and settings are as sent.",
    untaught:
      "Opened from a link. The sender's adapter was taught, and what it learnt no link can carry: under “Teach it” the same lesson can be repeated.",
    absent: "Opened from a link, with its texts and settings.",
    unmade:
      "Opened from a link, with its texts and settings. Its adapter is not made and its messages are not asked, as they need the other base model.",
    missingBase:
      "Opened from a link, with its texts and settings. It was made with a base model from a file (SHA-256 {{sha256}}…), which no link can carry. Drop that file on the page, then open the link again.",
  },
  describe: {
    heading: "Describe the task",
    placeholder: "What should the model do with each message? One sentence.",
    generate: "Generate",
    generating: "Generating …",
    cancel: "Cancel",
    afterModels: "Generates as soon as the models have loaded.",
    afterAnswer: "Generates as soon as the answer is finished.",
    length: "<figure>{{length}} of {{most}}</figure> characters",
    unread:
      "This is {{tokens}} tokens long, and the hypernetwork reads the first {{read}}: what stands behind them changes nothing. Say it in fewer words.",
    orTry: "Or try",
    undoBoxes: "Put back what you had typed",
    right: "{{correct}}/{{total}} right",
    english:
      "Describe in English: the hypernetwork was trained on little or nothing else.",
    languages:
      "On {{tasks}} other tasks, each described in both languages, {{english}} of the answers were right in English and {{chinese}} in Chinese (difference {{low}} to {{high}}, 95 %).",
    accuracy: "{{model}}: scores {{own}} on {{count}} tasks it never saw.",
    accuracyBeside:
      "{{model}}: scores {{own}} on {{count}} tasks it never saw; {{baseModel}} without it {{base}}.",
  },
  demo: {
    movie_blurb_title: "film title",
    wnut_location: "place in a post",
    sql_table_name: "SQL table",
    passive_to_active: "passive to active",
    extract_person: "person's name",
    python_len_eval: "length of a list",
    number_even_odd: "even or odd",
  },
  adapter: {
    heading: "Your adapter",
    ready: "Adapter ready: {{parameters, number}} numbers.",
    readPart: "Only the first {{read}} of the description's {{tokens}} tokens were read.",
    numbers: "Numbers",
    rank: "Rank",
    rankFacts: "<figure>{{rank}}</figure>, in {{modules}}",
    read: "Read",
    encode: "Encode",
    generate: "Generate",
    upload: "Upload",
    checksum: "Checksum",
    emptyReady:
      "A description becomes a few hundred thousand numbers, shown here layer by layer. Added to {{model}}, they change how it answers.",
    emptyLoading:
      "A description becomes a few hundred thousand numbers, shown here layer by layer. Added to the model, they change how it answers.",
    showMe: "Show me: {{demo}}",
    strength: "Strength",
    strengthNone: "0 = base",
    strengthTrained: "1 = as trained",
    normsCaption: "Size of the change per layer, first to last",
    normsBar: "{{module}}, layer {{layer}}: {{norm}}",
    normsWords:
      "Change of {{module}} over {{layers}} layers: largest in layer {{largest}} ({{largestNorm}}), smallest in layer {{smallest}} ({{smallestNorm}}).",
    normsTable: "As a table",
    normsTableName: "Change per layer",
    layer: "Layer",
  },
  share: {
    download: "Download .zip",
    format: "For",
    formats: {
      peft: "PEFT, transformers",
      gguf: "llama.cpp, Ollama",
      onnx: "ONNX Runtime",
      "merged-f16": "llama.cpp, Ollama: whole model, F16",
      "merged-q8_0": "llama.cpp, Ollama: whole model, Q8_0",
    },
    copyLink: "Copy link",
    copied_one: "Copied: {{count}} character, everything in the link itself.",
    copied_other: "Copied: {{count}} characters, everything in the link itself.",
    refused: "The browser did not allow copying; here is the link:",
    tooLarge: "This view does not fit in a link: its texts are too long. Shorten them.",
    link: "Link to this view",
    copyCard: "Copy model card",
    showQr: "Show QR code",
    hideQr: "Hide QR code",
    qrName: "QR code of the link to this view",
    qrTooLong: "The link is too long for a QR code. Copy it instead.",
  },
  copy: {
    copy: "Copy",
    copyNamed: "Copy {{name}}",
    copied: "Copied",
    copiedNamed: "Copied {{name}}",
    refused: "Not allowed",
    refusedNamed: "Not allowed {{name}}",
    byHand: "The browser did not allow copying. Here is the text to copy:",
    close: "Hide the text",
    answerOf: "the answer of {{column}}",
  },
  ...chatEnglish,
  bases: basesEnglish,
  baseQuestion: baseQuestionEnglish,
  ownBase: ownBaseEnglish,
  checkpoints: checkpointsEnglish,
  deck: deckEnglish,
  examples: examplesEnglish,
  steer: steerEnglish,
  tour: tourEnglish,
  keys: keysEnglish,
  memory: memoryEnglish,
  quantity: {
    bytesOf: "{{loaded}} of {{total}}",
    secondsLeft: "{{value}} s left",
    minutesLeft: "{{value}} min left",
    tokensPerSecond: "{{value}} tok/s",
  },
} as const;

/** The same keys with texts of another language, where "one" needs no form of its own. */
export type Translated<Texts> = {
  [
    Key in keyof Texts as Key extends `${string}_one` ? never : Key
  ]: Texts[Key] extends string ? string : Translated<Texts[Key]>;
};
