/**
 * A view of the page as a URL fragment, and back: "v2=" and base64url of deflated JSON.
 * Links of format 1, which knew three columns and no deck, are still read.
 */
import { deflate, inflate } from "../../formats/compression";
import { parseFields } from "../../shared/json";
import type { AppState } from "../state";
import { LINKED, type LinkContent, type Row } from "./settings";
import type { UnreadableLink } from "./state";

const VERSION = 2;
const OLDEST_VERSION = 1;
const MAXIMUM_FRAGMENT_LENGTH = 16_000;
const MAXIMUM_JSON_BYTES = 65_536;

const ROWS: [string, Row<unknown>][] = Object.entries(LINKED);

export type ReadLink =
  | { status: "empty" }
  | { status: "unreadable"; reason: UnreadableLink }
  | { status: "read"; content: LinkContent };

/** What a link made now would carry. */
export function linkContent(state: AppState): LinkContent {
  return ofRows((row) => row.of(state));
}

/** The part of the state that a link asks for. */
export function restoredState(content: LinkContent, state: AppState): Partial<AppState> {
  const values: Record<string, unknown> = { ...content };
  const changes = ROWS.map(([name, row]) => row.restore?.(values[name], state));
  return Object.assign({}, ...changes) as Partial<AppState>;
}

/** The fragment, without "#". */
export async function writeLink(content: LinkContent): Promise<string> {
  const values: Record<string, unknown> = { ...content };
  const fields = ROWS.map(([name, row]) => row.write(values[name]));
  const json = JSON.stringify(Object.assign({}, ...fields));
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
    return { status: "read", content: ofRows((row) => row.read(fields, found)) };
  } catch {
    return unreadable({ kind: "damaged" });
  }
}

function ofRows(valueOf: (row: Row<unknown>) => unknown): LinkContent {
  return Object.fromEntries(
    ROWS.map(([name, row]) => [name, valueOf(row)]),
  ) as LinkContent;
}

function unreadable(reason: UnreadableLink): ReadLink {
  return { status: "unreadable", reason };
}
