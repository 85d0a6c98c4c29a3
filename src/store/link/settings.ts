/**
 * Content of a link, one row each: where it comes from, its fields in the link's JSON, and what
 * it restores. Whoever opens a link did not write it, so every field is checked and bounded.
 */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { Fields } from "../../shared/json";
import { effectiveBlend } from "../blend";
import { FIRST_COLUMNS } from "../chat/columnDefinitions";
import { type ScopeChoice, WHOLE_ADAPTER } from "../chat/steering";
import { withListOf } from "../examples/history";
import { keptExamples, numbered } from "../examples/list";
import { examplesField, linkedExamples, writeExamples } from "./exampleFields";
import {
  MAXIMUM_MESSAGE_LENGTH,
  clampAnswerTokens,
  clampSampler,
  clampStrength,
} from "../limits";
import { mayLoadUnasked } from "../models/baseQuestion";
import { DECK_TABS, type DeckTab } from "../page/deck";
import { type Language, asLanguage } from "../page/language";
import { chosenLanguage } from "../page/languageActions";
import { type AppState, currentConversation, loadedModels } from "../state";
import { linkedHere } from "../teaching/linked";
import type { LinkedLessons } from "../teaching/state";
import { type LinkedModel, type LinkedModels, neededModels } from "./models";
import { columnsField, columnsOfFormat1, linkedColumns, writeColumns } from "./columns";
import { linkedLessons, readLessons, writeLessons } from "./lessonFields";
import {
  LONGEST_LABEL,
  MOST_LAYERS,
  MOST_MODULES,
  MOST_SKETCH_VALUES,
  readBlend,
} from "./sourceFields";

export const MAXIMUM_MESSAGES = 20;
const HASH = /^[0-9a-f]{1,64}$/u;

export interface Row<Value> {
  /** The value on the page now. */
  of(state: AppState): Value;
  /** The fields of the link's JSON; none where there is nothing to say. */
  write(value: Value): object;
  /** Throws a FieldError for a wrong type or size; numbers out of range are clamped. */
  read(fields: Fields, version: number): Value;
  /** The part of the state that is so again; absent where it takes more than setting state. */
  restore?(value: Value, state: AppState): Partial<AppState>;
}

/** A setting that lies in the state as the link says it. */
function setting<Property extends keyof AppState>(
  property: Property,
  key: string,
  read: (fields: Fields, key: string, version: number) => AppState[Property],
): Row<AppState[Property]> {
  return {
    of: (state) => state[property],
    write: (value) => ({ [key]: value }),
    read: (fields, version) => read(fields, key, version),
    restore: (value) => ({ [property]: value }),
  };
}

function row<Value>(described: Row<Value>): Row<Value> {
  return described;
}

/** Rows in the order of the link's JSON. */
export const LINKED = {
  /** Language of the page, null in older links; a person's own choice goes first. */
  language: row<Language | null>({
    of: ({ language }) => language,
    write: (language) => ({ l: language }),
    read: (fields) => asLanguage(fields.value("l")),
    restore: (language, state) => ({
      language: chosenLanguage() ?? language ?? state.language,
    }),
  }),
  description: row({
    // The adapter on screen is the link's only while the description box still says the same.
    of(state) {
      const { adapter, description } = currentConversation(state);
      return adapter ? description : state.description;
    },
    write: (description) => ({ d: description }),
    read: (fields) => fields.text("d", { most: MAXIMUM_DESCRIPTION_LENGTH }),
    restore: (description) => ({ description }),
  }),
  /** Messages in the order they are asked. */
  messages: row({
    of: (state) => currentConversation(state).turns.map(({ message }) => message),
    write: (messages) => ({ m: messages.slice(-MAXIMUM_MESSAGES) }),
    read: (fields) =>
      fields.texts("m", { most: MAXIMUM_MESSAGES }, { most: MAXIMUM_MESSAGE_LENGTH }),
  }),
  /** Text of the message box, which was not asked. */
  draft: setting("message", "w", (fields, key) =>
    fields.text(key, { most: MAXIMUM_MESSAGE_LENGTH }),
  ),
  strength: setting("strength", "x", (fields, key) => clampStrength(fields.number(key))),
  scope: row({
    of: ({ scope }) => scope,
    write({ modulesOff, firstLayer, lastLayer }) {
      const isWhole = modulesOff.length === 0 && firstLayer === 0 && lastLayer === null;
      return isWhole
        ? {}
        : { y: { off: modulesOff, from: firstLayer, to: lastLayer ?? -1 } };
    },
    read: (fields) => fields.optional("y", readScopeChoice) ?? WHOLE_ADAPTER,
    restore: (scope) => ({ scope }),
  }),
  blend: row({
    of(state) {
      const { adapter } = currentConversation(state);
      return adapter ? (adapter.blend ?? null) : effectiveBlend(state.blend);
    },
    write: (blend) => (blend ? { z: blend } : {}),
    read: (fields) => fields.optional("z", readBlend) ?? null,
    restore: (blend) => ({ blend }),
  }),
  sampler: row({
    of: ({ sampler }) => sampler,
    write: ({ temperature, topK, topP, repetitionPenalty, seed }) => ({
      t: temperature,
      k: topK,
      p: topP,
      r: repetitionPenalty,
      s: seed,
    }),
    read: (fields) =>
      clampSampler({
        temperature: fields.number("t"),
        topK: fields.number("k"),
        topP: fields.number("p"),
        repetitionPenalty: fields.number("r"),
        seed: fields.number("s"),
      }),
    restore: (sampler) => ({ sampler }),
  }),
  maxNewTokens: setting("maxNewTokens", "n", (fields, key) =>
    clampAnswerTokens(fields.number(key)),
  ),
  columns: row({
    of: linkedColumns,
    write: (columns) => ({
      c: writeColumns(columns.length > 0 ? columns : FIRST_COLUMNS),
    }),
    read: (fields, version) =>
      version === 1 ? columnsOfFormat1(fields, "c") : columnsField(fields, "c"),
  }),
  highlightsDifferences: setting(
    "highlightsDifferences",
    "i",
    (fields, key, version) => version > 1 && fields.boolean(key),
  ),
  /** Open tab; null in links of format 1, or for a tab that this page does not have. */
  deckTab: row<DeckTab | null>({
    of: ({ deckTab }) => deckTab,
    write: (deckTab) => ({ o: deckTab }),
    read: (fields) => DECK_TABS.find((tab) => tab === fields.value("o")) ?? null,
    restore: (deckTab, state) => ({ deckTab: deckTab ?? state.deckTab }),
  }),
  remembersTurns: setting("remembersTurns", "h", (fields, key) => fields.boolean(key)),
  /** Models of the view; null when the link was made before they had loaded. */
  models: row<LinkedModels | null>({
    of(state) {
      const loaded = loadedModels(state);
      return (
        loaded && {
          base: identity(loaded.base),
          encoder: loaded.encoder && identity(loaded.encoder),
          hypernetwork: loaded.hypernetwork && identity(loaded.hypernetwork),
        }
      );
    },
    write: (models) =>
      models
        ? {
            b: [models.base.id, models.base.sha256],
            ...(models.encoder && { e: [models.encoder.id, models.encoder.sha256] }),
            ...(models.hypernetwork && {
              g: [models.hypernetwork.id, models.hypernetwork.sha256],
            }),
          }
        : {},
    read: (fields) =>
      fields.has("b")
        ? {
            base: readModel(fields, "b"),
            encoder: fields.has("e") ? readModel(fields, "e") : null,
            hypernetwork: fields.has("g") ? readModel(fields, "g") : null,
          }
        : null,
    // Models that this page does not know are left out; others that are loaded, or are heavy, wait
    // for an answer.
    restore(models, state) {
      const needed = models && neededModels(models, state);
      if (!needed || state.models.status === "ready") return {};
      const { record, hypernetworkId } = needed;
      const isOther = record.id !== state.baseModelId;
      if (isOther && !mayLoadUnasked(state, record)) return {};
      return { hypernetworkId, baseModelId: record.id, isBaseChosen: true };
    },
  }),
  /** Adapter on screen, or the taught one of an opened link; null without one. */
  adapter: row({
    of(state) {
      const { adapter } = currentConversation(state);
      const linked = linkedHere(state);
      if (linked) return linked.adapter;
      // No words make again what was read from files, or mixed into numbers.
      if (adapter?.imported || adapter?.blendedWith) return null;
      return adapter && { checksum: adapter.checksum, sketch: adapter.sketch };
    },
    write: (adapter) =>
      adapter
        ? {
            a: adapter.checksum,
            q: adapter.sketch.map((value) => Number(value.toPrecision(5))),
          }
        : {},
    read: (fields) =>
      fields.has("a")
        ? {
            checksum: fields.hash("a", 1),
            sketch: fields.numbers("q", { most: MOST_SKETCH_VALUES }),
          }
        : null,
  }),
  /** What the adapter on screen was taught with; null where it was not taught. */
  lessons: row<LinkedLessons | null>({
    of: linkedLessons,
    write: (lessons) => (lessons ? { u: writeLessons(lessons) } : {}),
    read: (fields) => fields.optional("u", readLessons) ?? null,
  }),
  /** Of the adapter on screen, as the description is. */
  examples: row({
    of(state) {
      const { adapter, examples } = currentConversation(state);
      const { list, missing } = state.examples;
      const kept = keptExamples(adapter ? examples : list);
      return kept.length > 0 ? linkedExamples(kept) : { list: kept, missing };
    },
    write: (examples) => writeExamples("f", examples),
    read: (fields) => examplesField(fields, "f"),
    restore({ list, missing }, state) {
      const { examples } = withListOf(state, numbered(list));
      return { examples: { ...examples, missing } };
    },
  }),
};

export type LinkContent = {
  [Name in keyof typeof LINKED]: ReturnType<(typeof LINKED)[Name]["read"]>;
};

function identity({ id, sha256 }: LinkedModel): LinkedModel {
  return { id, sha256 };
}

function readModel(fields: Fields, key: string): LinkedModel {
  const parts = fields.texts(key, { least: 2, most: 2 }, { most: LONGEST_LABEL });
  const [id, sha256] = parts as [string, string];
  if (!HASH.test(sha256)) throw fields.refused(key, "a model's id and SHA-256");
  return { id, sha256 };
}

/** Layers out of range are cut off when they apply. */
function readScopeChoice(fields: Fields): ScopeChoice {
  const last = fields.number("to");
  return {
    modulesOff: fields.texts("off", { most: MOST_MODULES }, { most: LONGEST_LABEL }),
    firstLayer: layer(fields.number("from")),
    lastLayer: last < 0 ? null : layer(last),
  };
}

function layer(value: number): number {
  return Math.round(Math.min(MOST_LAYERS, Math.max(0, value)));
}
