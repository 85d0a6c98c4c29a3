/** The whole library as one JSON file, and back. */
import type { ExportedFile } from "../../shared/engine";
import { FieldError, type Fields, parseFields } from "../../shared/json";
import { LIBRARY_VERSION, readEntry } from "./fields";
import type { LibraryEntry } from "./entry";

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
  let fields: Fields;
  try {
    fields = parseFields(text);
  } catch (error) {
    const isJson = error instanceof FieldError;
    return unreadable({ kind: isJson ? "not-a-library" : "not-json" });
  }
  const version = fields.value("version");
  const entries = fields.value("entries");
  if (
    fields.value("format") !== FORMAT ||
    !Array.isArray(entries) ||
    !isVersion(version)
  ) {
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

function isVersion(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}

function unreadable(reason: UnreadableLibrary): ReadLibraryFile {
  return { status: "unreadable", reason };
}
