/**
 * A view of the page as a URL fragment, and back: "v2=" and base64url of deflated JSON.
 * Links of format 1, which knew three columns and no deck, are still read.
 * Whoever opens a link did not write it, so every field is checked and bounded.
 */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { Blend } from "../../shared/engine";
import { type SamplerSettings } from "../../shared/sampler";
import { deflate, inflate } from "../../formats/compression";
import {
  MAXIMUM_MESSAGE_LENGTH,
  clampAnswerTokens,
  clampSampler,
  clampStrength,
} from "../limits";
import { type DeckTab, isDeckTab } from "../page/deck";
import {
  type LinkedColumn,
  columnsField,
  columnsOfFormat1,
  writeColumns,
} from "./columns";
import {
  type Fields,
  asFields,
  booleanField,
  numberField,
  textField,
  textsField,
  numbersField,
} from "./fields";
import { type Language, asLanguage } from "../page/language";
import { steeringFields, writeSteering } from "./steering";
import type { UnreadableLink } from "./state";
import type { ScopeChoice } from "../chat/steering";

const VERSION = 2;
const OLDEST_VERSION = 1;
const MAXIMUM_FRAGMENT_LENGTH = 16_000;
const MAXIMUM_JSON_BYTES = 65_536;
const MAXIMUM_MESSAGES = 20;
const MAXIMUM_SKETCH_LENGTH = 64;
const MAXIMUM_NAME_LENGTH = 100;

export interface LinkedModel {
  id: string;
  sha256: string;
}

/** What a link carries. */
export interface LinkContent {
  /** Null in links made before the page spoke several. */
  language: Language | null;
  description: string;
  /** Asked in this order. */
  messages: string[];
  /** In the message box, not asked. */
  draft: string;
  strength: number;
  scope: ScopeChoice;
  blend: Blend | null;
  sampler: SamplerSettings;
  maxNewTokens: number;
  columns: LinkedColumn[];
  highlightsDifferences: boolean;
  /** Null in links of format 1. */
  deckTab: DeckTab | null;
  remembersTurns: boolean;
  /** Null when the link was made before the models had loaded. */
  models: { base: LinkedModel; encoder: LinkedModel; hypernetwork: LinkedModel } | null;
  /** Null without an adapter. */
  adapter: { checksum: string; sketch: number[] } | null;
}

export type ReadLink =
  | { status: "empty" }
  | { status: "unreadable"; reason: UnreadableLink }
  | { status: "read"; content: LinkContent };

/** The fragment, without "#". */
export async function writeLink(content: LinkContent): Promise<string> {
  const { description, messages, draft, strength, sampler, models, adapter } = content;
  const json = JSON.stringify({
    l: content.language,
    d: description,
    m: messages.slice(-MAXIMUM_MESSAGES),
    w: draft,
    x: strength,
    ...writeSteering(content),
    t: sampler.temperature,
    k: sampler.topK,
    p: sampler.topP,
    r: sampler.repetitionPenalty,
    s: sampler.seed,
    n: content.maxNewTokens,
    c: writeColumns(content.columns),
    i: content.highlightsDifferences,
    o: content.deckTab,
    h: content.remembersTurns,
    ...(models && {
      b: [models.base.id, models.base.sha256],
      e: [models.encoder.id, models.encoder.sha256],
      g: [models.hypernetwork.id, models.hypernetwork.sha256],
    }),
    ...(adapter && {
      a: adapter.checksum,
      q: adapter.sketch.map((value) => Number(value.toPrecision(5))),
    }),
  });
  return `v${VERSION}=${await deflate(json)}`;
}

/** Never rejects: a link that makes no sense is "unreadable" with a reason. */
export async function readLink(fragment: string): Promise<ReadLink> {
  const text = fragment.replace(/^#/u, "");
  if (text === "") return { status: "empty" };
  if (text.length > MAXIMUM_FRAGMENT_LENGTH) return unreadable({ kind: "too-long" });
  const [, version, payload] = /^v(\d{1,6})=([\w-]+)$/u.exec(text) ?? [];
  if (version === undefined || payload === undefined) {
    return unreadable({ kind: "incomplete" });
  }
  const found = Number(version);
  if (found < OLDEST_VERSION || found > VERSION) {
    return unreadable({ kind: "other-format", found, known: VERSION });
  }
  try {
    const fields = asFields(JSON.parse(await inflate(payload, MAXIMUM_JSON_BYTES)));
    return { status: "read", content: contentOf(fields, found) };
  } catch {
    return unreadable({ kind: "damaged" });
  }
}

function unreadable(reason: UnreadableLink): ReadLink {
  return { status: "unreadable", reason };
}

/** Throws when a field has the wrong type or size; numbers out of range are clamped. */
function contentOf(fields: Fields, version: number): LinkContent {
  const deckTab = fields.get("o");
  const checksum = fields.get("a");
  return {
    language: asLanguage(fields.get("l")),
    description: textField(fields, "d", MAXIMUM_DESCRIPTION_LENGTH),
    messages: textsField(fields, "m", MAXIMUM_MESSAGES, MAXIMUM_MESSAGE_LENGTH),
    draft: textField(fields, "w", MAXIMUM_MESSAGE_LENGTH),
    strength: clampStrength(numberField(fields, "x")),
    ...steeringFields(fields),
    sampler: clampSampler({
      temperature: numberField(fields, "t"),
      topK: numberField(fields, "k"),
      topP: numberField(fields, "p"),
      repetitionPenalty: numberField(fields, "r"),
      seed: numberField(fields, "s"),
    }),
    maxNewTokens: clampAnswerTokens(numberField(fields, "n")),
    columns: version === 1 ? columnsOfFormat1(fields, "c") : columnsField(fields, "c"),
    highlightsDifferences: version > 1 && booleanField(fields, "i"),
    deckTab: isDeckTab(deckTab) ? deckTab : null,
    remembersTurns: booleanField(fields, "h"),
    models: fields.has("b")
      ? {
          base: modelField(fields, "b"),
          encoder: modelField(fields, "e"),
          hypernetwork: modelField(fields, "g"),
        }
      : null,
    adapter:
      checksum === undefined
        ? null
        : {
            checksum: hexField(checksum),
            sketch: numbersField(fields, "q", MAXIMUM_SKETCH_LENGTH),
          },
  };
}

function modelField(fields: Fields, name: string): LinkedModel {
  const [id, sha256, ...rest] = textsField(fields, name, 2, MAXIMUM_NAME_LENGTH);
  if (id === undefined || rest.length > 0) throw new TypeError(name);
  return { id, sha256: hexField(sha256) };
}

function hexField(value: unknown): string {
  if (typeof value !== "string" || !/^[0-9a-f]{1,64}$/u.test(value)) {
    throw new TypeError("not a hash");
  }
  return value;
}
