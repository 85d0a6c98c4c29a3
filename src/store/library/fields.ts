/**
 * Reads a library entry that nobody vouches for: out of a file, or written by another version
 * of the page. A wrong type or size throws a FieldError; numbers out of range are clamped.
 */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { ImportedFrom, ModuleRank } from "../../shared/adapter";
import type { FinishReason } from "../../shared/chat";
import { Fields } from "../../shared/json";
import { LONGEST_COLUMN_NAME } from "../chat/columnDefinitions";
import type {
  KeptAdapter,
  KeptAnswer,
  KeptTurn,
  LibraryEntry,
  ModelIdentity,
} from "./entry";
import {
  LONGEST_ENTRY_NAME,
  MAXIMUM_MESSAGE_LENGTH,
  MOST_EXAMPLES,
  MOST_KEPT_TURNS,
  clampStrength,
} from "../limits";
import { readLesson, readScore, readTaughtOn } from "../teaching/lessonFields";
import { readExample } from "../link/exampleFields";
import {
  LONGEST_LABEL,
  MOST_LAYERS,
  MOST_MODULES,
  MOST_SKETCH_VALUES,
  readBlend,
  readLaterBlend,
  readScope,
  readSource,
} from "../link/sourceFields";

/**
 * Version of an entry's form; version 1 had no names and pins, version 2 no examples, version 3 no
 * lessons, version 4 a hypernetwork in every entry and no base model in any.
 */
export const LIBRARY_VERSION = 5;

/** Examples of all lessons of an adapter together. */
const MOST_TAUGHT = 50 * MOST_EXAMPLES;
/** In UTF-16 code units: the most tokens of an answer, each of the longest word of a vocabulary. */
const LONGEST_ANSWER = 100_000;
const MOST_ANSWERS = 8;
/** Characters of a file's name or of a pattern, and the patterns of one file. */
const NAME = { most: 300 };
const MOST_PATTERNS = 8192;
/** Descriptions mixed into one adapter one after another. */
const MOST_BLENDS = 50;
/** Milliseconds since 1970 that a Date can hold. */
const TIME = { least: 0, most: 8.64e15 };
const LABEL = { most: LONGEST_LABEL };
const MODULES = { most: MOST_MODULES };
const ENTRY_ID = /^[0-9a-f]{16}-[0-9a-f]{1,32}$/u;
const FINISHES: readonly FinishReason[] = ["stop", "length", "context-full", "aborted"];

/** An entry in today's form from one of `version`, with everything checked. */
export function readEntry(value: unknown, version: number): LibraryEntry {
  const fields = new Fields(value);
  const createdAt = fields.number("createdAt", TIME);
  return {
    id: fields.matching("id", ENTRY_ID, "an entry's id"),
    name: version < 2 ? "" : fields.text("name", { most: LONGEST_ENTRY_NAME }),
    isPinned: version < 2 ? false : fields.boolean("isPinned"),
    // Beside a lesson from zero stands a text that no hypernetwork had to read.
    description: fields.text("description").slice(0, MAXIMUM_DESCRIPTION_LENGTH),
    hypernetwork: readModel(fields, "hypernetwork"),
    base: version < 5 ? null : readModel(fields, "base"),
    adapter: readAdapter(fields.inner("adapter")),
    strength: clampStrength(fields.number("strength")),
    createdAt,
    changedAt: Math.max(createdAt, fields.number("changedAt", TIME)),
    examples:
      version < 3 ? [] : fields.list("examples", { most: MOST_EXAMPLES }, readExample),
    turns: fields.list("turns", {}, readTurn).slice(-MOST_KEPT_TURNS),
  };
}

function readModel(entry: Fields, key: "hypernetwork" | "base"): ModelIdentity | null {
  if (entry.value(key) === null) return null;
  const fields = entry.inner(key);
  return {
    id: fields.text("id", LABEL),
    label: fields.text("label", LABEL),
    sha256: fields.hash("sha256"),
  };
}

function readImported(fields: Fields): ImportedFrom {
  return {
    name: fields.text("name", NAME),
    baseName: fields.value("baseName") === null ? null : fields.text("baseName", NAME),
    vainPatterns: fields.texts("vainPatterns", { most: MOST_PATTERNS }, NAME),
    rank: fields.number("rank"),
    modules: fields.texts("modules", MODULES, LABEL),
  };
}

function readAdapter(fields: Fields): KeptAdapter {
  const blend = fields.optional("blend", readBlend);
  const lesson = fields.optional("lesson", (inner) => readLesson(inner));
  const score = fields.optional("score", readScore);
  const imported = fields.optional("imported", readImported);
  return {
    ...(blend && { blend }),
    ...(lesson && {
      lesson,
      taughtOn: fields.list("taughtOn", { most: MOST_TAUGHT }, readTaughtOn),
      ...(score && { score }),
    }),
    ...(imported && { imported }),
    ...(fields.has("blendedWith") && {
      blendedWith: fields.list("blendedWith", { most: MOST_BLENDS }, readLaterBlend),
    }),
    rank: fields.number("rank"),
    // Entries of before there were modules of lower rank have none.
    lowerRanks: fields.has("lowerRanks")
      ? fields.list("lowerRanks", MODULES, readModuleRank)
      : [],
    alpha: fields.number("alpha"),
    scaling: fields.number("scaling"),
    targetModules: fields.texts("targetModules", MODULES, LABEL),
    parameters: fields.number("parameters"),
    checksum: fields.hash("checksum", 1),
    sketch: fields.numbers("sketch", { most: MOST_SKETCH_VALUES }),
    norms: fields.list("norms", MODULES, (norm) => ({
      module: norm.text("module", LABEL),
      perLayer: norm.numbers("perLayer", { most: MOST_LAYERS }),
    })),
  };
}

function readModuleRank(fields: Fields): ModuleRank {
  return { module: fields.text("module", LABEL), rank: fields.number("rank") };
}

function readTurn(fields: Fields): KeptTurn {
  const scope = fields.optional("scope", readScope);
  return {
    message: fields.text("message", { most: MAXIMUM_MESSAGE_LENGTH }),
    strength: clampStrength(fields.number("strength")),
    ...(scope && { scope }),
    answers: fields.list("answers", { most: MOST_ANSWERS }, readAnswer),
  };
}

function readAnswer(fields: Fields): KeptAnswer {
  return {
    name: fields.text("name", { most: LONGEST_COLUMN_NAME }),
    source: readSource(fields.inner("source")),
    text: fields.text("text", { most: LONGEST_ANSWER }),
    tokens: fields.number("tokens"),
    tokensPerSecond: readRate(fields.value("tokensPerSecond")),
    finish: fields.choice("finish", FINISHES),
  };
}

/** A clock that stood still has given rates beyond all numbers, which are null in JSON. */
function readRate(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
