/**
 * Reads a library entry that nobody vouches for: out of a file, or written by another version
 * of the page. A wrong type or size throws a TypeError; numbers out of range are clamped.
 */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { FinishReason } from "../../shared/engine";
import { LONGEST_COLUMN_NAME } from "../chat/columnDefinitions";
import type { KeptAdapter, KeptAnswer, KeptTurn, LibraryEntry } from "./entry";
import { MAXIMUM_MESSAGE_LENGTH, clampStrength } from "../limits";
import {
  type Fields,
  asFields,
  booleanField,
  listField,
  numberField,
  numbersField,
  textField,
  textsField,
} from "../link/fields";
import {
  LONGEST_LABEL,
  MOST_LAYERS,
  MOST_MODULES,
  readBlend,
  readScope,
  readSource,
} from "../link/sourceFields";

/** The form of an entry. 1 had no names and pins. */
export const LIBRARY_VERSION = 2;

export const LONGEST_ENTRY_NAME = 80;
const LONGEST_ANSWER = 20_000;
const MOST_TURNS = 500;
const MOST_ANSWERS = 8;
const LONGEST_SKETCH = 64;
const FINISHES: readonly FinishReason[] = ["stop", "length", "context-full", "aborted"];

/** An entry in today's form from one of `version`, with everything checked. */
export function readEntry(value: unknown, version: number): LibraryEntry {
  const fields = asFields(value);
  const createdAt = timeField(fields, "createdAt");
  return {
    id: matching(fields, "id", /^[0-9a-f]{16}-[0-9a-f]{1,32}$/u),
    name: version < 2 ? "" : textField(fields, "name", LONGEST_ENTRY_NAME),
    isPinned: version < 2 ? false : booleanField(fields, "isPinned"),
    description: textField(fields, "description", MAXIMUM_DESCRIPTION_LENGTH),
    hypernetwork: readHypernetwork(asFields(fields.get("hypernetwork"))),
    adapter: readAdapter(asFields(fields.get("adapter"))),
    strength: clampStrength(numberField(fields, "strength")),
    createdAt,
    changedAt: Math.max(createdAt, timeField(fields, "changedAt")),
    turns: listField(fields, "turns", MOST_TURNS).map(readTurn),
  };
}

function readHypernetwork(fields: Fields): LibraryEntry["hypernetwork"] {
  return {
    id: textField(fields, "id", LONGEST_LABEL),
    label: textField(fields, "label", LONGEST_LABEL),
    sha256: matching(fields, "sha256", /^[0-9a-f]{64}$/u),
  };
}

function readAdapter(fields: Fields): KeptAdapter {
  const blend = fields.get("blend");
  return {
    ...(blend !== undefined && { blend: readBlend(asFields(blend)) }),
    rank: numberField(fields, "rank"),
    lowerRanks: readLowerRanks(fields),
    alpha: numberField(fields, "alpha"),
    scaling: numberField(fields, "scaling"),
    targetModules: textsField(fields, "targetModules", MOST_MODULES, LONGEST_LABEL),
    parameters: numberField(fields, "parameters"),
    checksum: matching(fields, "checksum", /^[0-9a-f]{1,64}$/u),
    sketch: numbersField(fields, "sketch", LONGEST_SKETCH),
    norms: listField(fields, "norms", MOST_MODULES).map((value) => {
      const norm = asFields(value);
      return {
        module: textField(norm, "module", LONGEST_LABEL),
        perLayer: numbersField(norm, "perLayer", MOST_LAYERS),
      };
    }),
  };
}

/** Entries of before there were such modules have none. */
function readLowerRanks(fields: Fields): KeptAdapter["lowerRanks"] {
  if (fields.get("lowerRanks") === undefined) return [];
  return listField(fields, "lowerRanks", MOST_MODULES).map((value) => {
    const one = asFields(value);
    return {
      module: textField(one, "module", LONGEST_LABEL),
      rank: numberField(one, "rank"),
    };
  });
}

function readTurn(value: unknown): KeptTurn {
  const fields = asFields(value);
  const scope = fields.get("scope");
  return {
    message: textField(fields, "message", MAXIMUM_MESSAGE_LENGTH),
    strength: clampStrength(numberField(fields, "strength")),
    ...(scope !== undefined && { scope: readScope(asFields(scope)) }),
    answers: listField(fields, "answers", MOST_ANSWERS).map(readAnswer),
  };
}

function readAnswer(value: unknown): KeptAnswer {
  const fields = asFields(value);
  const finish = FINISHES.find((reason) => reason === fields.get("finish"));
  if (!finish) throw new TypeError("not a way to finish");
  return {
    name: textField(fields, "name", LONGEST_COLUMN_NAME),
    source: readSource(asFields(fields.get("source"))),
    text: textField(fields, "text", LONGEST_ANSWER),
    tokens: numberField(fields, "tokens"),
    tokensPerSecond: numberField(fields, "tokensPerSecond"),
    finish,
  };
}

function timeField(fields: Fields, name: string): number {
  const time = numberField(fields, name);
  if (time < 0 || time > 8.64e15) throw new TypeError("not a time");
  return time;
}

function matching(fields: Fields, name: string, form: RegExp): string {
  const text = textField(fields, name, LONGEST_LABEL);
  if (!form.test(text)) throw new TypeError(name);
  return text;
}
