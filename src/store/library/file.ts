/** The whole library as one JSON file, and back. */
import type { ExportedFile } from "../../shared/engine";
import { LIBRARY_VERSION, readEntry } from "./fields";
import type { LibraryEntry } from "./entry";
import { asFields } from "../link/fields";

const FORMAT = "text-to-lora-library";
export const LARGEST_LIBRARY_FILE = 50_000_000;

/** `time` in milliseconds since 1970, for the file's name. */
export function writeLibraryFile(
  entries: readonly LibraryEntry[],
  time: number,
): ExportedFile {
  const written = new Date(time).toISOString();
  const content = { format: FORMAT, version: LIBRARY_VERSION, written, entries };
  return {
    name: `text-to-lora-library-${written.slice(0, 10)}.json`,
    mediaType: "application/json",
    bytes: new TextEncoder().encode(JSON.stringify(content, null, 1)),
  };
}

export type ReadLibraryFile =
  | { status: "read"; entries: LibraryEntry[]; refused: number }
  | { status: "unreadable"; reason: UnreadableLibrary };

export type UnreadableLibrary =
  | { kind: "too-large" | "not-json" | "not-a-library" }
  | { kind: "other-version"; found: number; known: number };

/** Entries that make no sense are left out and counted; a file that makes none is refused. */
export function readLibraryFile(text: string): ReadLibraryFile {
  if (text.length > LARGEST_LIBRARY_FILE) return unreadable({ kind: "too-large" });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return unreadable({ kind: "not-json" });
  }
  const { format, version, entries } = parts(content);
  if (format !== FORMAT || !Array.isArray(entries) || !isVersion(version)) {
    return unreadable({ kind: "not-a-library" });
  }
  if (version > LIBRARY_VERSION) {
    return unreadable({ kind: "other-version", found: version, known: LIBRARY_VERSION });
  }
  const read = entries.flatMap((entry) => {
    try {
      return [readEntry(entry, version)];
    } catch {
      return [];
    }
  });
  return { status: "read", entries: read, refused: entries.length - read.length };
}

function parts(content: unknown): Record<"format" | "version" | "entries", unknown> {
  try {
    const fields = asFields(content);
    return {
      format: fields.get("format"),
      version: fields.get("version"),
      entries: fields.get("entries"),
    };
  } catch {
    return { format: null, version: null, entries: null };
  }
}

function isVersion(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}

function unreadable(reason: UnreadableLibrary): ReadLibraryFile {
  return { status: "unreadable", reason };
}
