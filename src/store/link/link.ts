/**
 * A view of the page as a URL fragment, and back: "v2=" and base64url of deflated JSON.
 * Links of format 1, which knew three columns and no deck, are still read.
 * Whoever opens a link did not write it, so every field is checked and bounded.
 */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { Blend } from "../../shared/engine";
import { type Fields, parseFields } from "../../shared/json";
import type { SamplerSettings } from "../../shared/sampler";
import { deflate, inflate } from "./compression";
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
import { type Language, asLanguage } from "../page/language";
import { LONGEST_LABEL, MOST_SKETCH_VALUES } from "./sourceFields";
import { steeringFields, writeSteering } from "./steering";
import type { UnreadableLink } from "./state";
import type { ScopeChoice } from "../chat/steering";

const VERSION = 2;
const OLDEST_VERSION = 1;
const MAXIMUM_FRAGMENT_LENGTH = 16_000;
const MAXIMUM_JSON_BYTES = 65_536;
const MAXIMUM_MESSAGES = 20;
const HASH = /^[0-9a-f]{1,64}$/u;

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
    const fields = parseFields(await inflate(payload, MAXIMUM_JSON_BYTES));
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
  const deckTab = fields.value("o");
  return {
    language: asLanguage(fields.value("l")),
    description: fields.text("d", { most: MAXIMUM_DESCRIPTION_LENGTH }),
    messages: fields.texts(
      "m",
      { most: MAXIMUM_MESSAGES },
      { most: MAXIMUM_MESSAGE_LENGTH },
    ),
    draft: fields.text("w", { most: MAXIMUM_MESSAGE_LENGTH }),
    strength: clampStrength(fields.number("x")),
    ...steeringFields(fields),
    sampler: clampSampler({
      temperature: fields.number("t"),
      topK: fields.number("k"),
      topP: fields.number("p"),
      repetitionPenalty: fields.number("r"),
      seed: fields.number("s"),
    }),
    maxNewTokens: clampAnswerTokens(fields.number("n")),
    columns: version === 1 ? columnsOfFormat1(fields, "c") : columnsField(fields, "c"),
    highlightsDifferences: version > 1 && fields.boolean("i"),
    deckTab: isDeckTab(deckTab) ? deckTab : null,
    remembersTurns: fields.boolean("h"),
    models: fields.has("b")
      ? {
          base: modelField(fields, "b"),
          encoder: modelField(fields, "e"),
          hypernetwork: modelField(fields, "g"),
        }
      : null,
    adapter: fields.has("a")
      ? {
          checksum: fields.hash("a", 1),
          sketch: fields.numbers("q", { most: MOST_SKETCH_VALUES }),
        }
      : null,
  };
}

function modelField(fields: Fields, name: string): LinkedModel {
  const [id, sha256] = fields.texts(
    name,
    { least: 2, most: 2 },
    { most: LONGEST_LABEL },
  ) as [string, string];
  if (!HASH.test(sha256)) throw fields.refused(name, "a model's id and SHA-256");
  return { id, sha256 };
}
