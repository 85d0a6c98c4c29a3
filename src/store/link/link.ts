/**
 * A view of the page as a URL fragment, and back: "v3=" and base64url of deflated JSON with its
 * checksum. Links of format 2, which had no checksum, and of format 1, which knew three columns and
 * no deck, are still read.
 */
import { deflate, inflate, type PackedFormat } from "../../formats/compression";
import { parseFields } from "../../shared/json";
import type { AppState } from "../state";
import { LINKED, type LinkContent, type Row } from "./settings";
import type { UnreadableLink } from "./state";

const VERSION = 3;
const OLDEST_VERSION = 1;
const MAXIMUM_FRAGMENT_LENGTH = 16_000;
const MAXIMUM_JSON_BYTES = 65_536;

const ROWS: [string, Row<unknown>][] = Object.entries(LINKED);

export type ReadLink =
  | { status: "empty" }
  | { status: "unreadable"; reason: UnreadableLink }
  | { status: "read"; content: LinkContent };

/** The content of a link made now. */
export function linkContent(state: AppState): LinkContent {
  return ofRows((row) => row.of(state));
}

/** The part of the state that a link asks for. */
export function restoredState(content: LinkContent, state: AppState): Partial<AppState> {
  const values: Record<string, unknown> = { ...content };
  const changes = ROWS.map(([name, row]) => row.restore?.(values[name], state));
  return Object.assign({}, ...changes) as Partial<AppState>;
}

/** The fragment, without "#"; null where the view is too large to be read back. */
export async function writeLink(content: LinkContent): Promise<string | null> {
  const values: Record<string, unknown> = { ...content };
  const fields = ROWS.map(([name, row]) => row.write(values[name]));
  const json = JSON.stringify(Object.assign({}, ...fields));
  const fragment = `v${VERSION}=${await deflate(json)}`;
  return (await readLink(fragment)).status === "read" ? fragment : null;
}

/**
 * Never rejects: a link that makes no sense is "unreadable" with a reason. What programs put around
 * or into a link, such as a full stop behind it or a line break, changes nothing.
 */
export async function readLink(fragment: string): Promise<ReadLink> {
  const text = fragment.replace(/^#/u, "");
  if (text === "") return { status: "empty" };
  if (text.length > MAXIMUM_FRAGMENT_LENGTH) return unreadable({ kind: "too-long" });
  const plain = unescaped(text);
  const [, version, payload] = LINK.exec(plain.replace(SPACES, "")) ?? [];
  if (version === undefined || payload === undefined) {
    return unreadable({ kind: "incomplete" });
  }
  const format = Number(version);
  if (format < OLDEST_VERSION || format > VERSION) {
    return unreadable({ kind: "other-format", found: format, known: VERSION });
  }
  // Spaces stand within a link or behind it, and marks of emphasis are of its own alphabet.
  const beforeSpace = LINK.exec(plain.split(SPACES)[0]!)?.[2] ?? payload;
  const candidates = [payload, beforeSpace].flatMap((one) => [
    one,
    one.replace(/[-_]+$/u, ""),
  ]);
  for (const candidate of new Set(candidates)) {
    try {
      const json = await inflate(candidate, MAXIMUM_JSON_BYTES, packedAs(format));
      const fields = parseFields(json);
      return { status: "read", content: ofRows((row) => row.read(fields, format)) };
    } catch {
      continue;
    }
  }
  return unreadable({ kind: "damaged" });
}

/** The format's number and the packed view; what stands before and behind is others'. */
const LINK = /^[^\p{L}\p{N}]*v(\d{1,6})=([\w-]*)/u;

function packedAs(version: number): PackedFormat {
  return version < 3 ? "deflate-raw" : "deflate";
}

/** Spaces and line breaks, as mail programs put them in. */
const SPACES = /[\p{White_Space}\p{Default_Ignorable_Code_Point}]+/gu;

/** Escapes within each other, as programs that pass a link on add them. */
const MOST_ESCAPES = 4;

/** The text as it was before programs escaped it: in addresses, in HTML, in Markdown, in mail. */
function unescaped(text: string): string {
  let plain = text;
  for (let times = 0; times < MOST_ESCAPES; times++) {
    const before = plain;
    try {
      plain = decodeURIComponent(before);
    } catch {
      // A percent sign that escapes nothing: the text is as it is.
    }
    if (plain === before) break;
  }
  return plain
    .replace(/&#(?:61|x3d);|＝/iu, "=")
    .replace(/=\r?\n/gu, "")
    .replace(/^([^=]*)=3D/u, "$1=")
    .replace(/\\([-_])/gu, "$1")
    .replace(/[\u2010-\u2013\u2212\uFE63\uFF0D]/gu, "-");
}

function ofRows(valueOf: (row: Row<unknown>) => unknown): LinkContent {
  return Object.fromEntries(
    ROWS.map(([name, row]) => [name, valueOf(row)]),
  ) as LinkContent;
}

function unreadable(reason: UnreadableLink): ReadLink {
  return { status: "unreadable", reason };
}
