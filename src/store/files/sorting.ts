/** Sorts files by what they hold. */
import type { FileHead } from "../../formats/files/signatures";
import { adapterKind } from "./adapterKind";
import { baseKind } from "./baseKind";
import { examplesKind } from "./examplesKind";
import type { FileKind, FileKindName, PageFile } from "./kind";
import { libraryKind } from "./libraryKind";

/** In the order in which they are asked and taken. */
const FILE_KINDS: readonly FileKind[] = [
  libraryKind,
  adapterKind,
  baseKind,
  examplesKind,
];

/** Bytes of a file that are looked at; a GGUF file says what it is among its first entries. */
const LOOKED_AT = 65_536;

export interface SortedFiles {
  groups: { kind: FileKind; files: PageFile[] }[];
  /** Files that are of no kind; none are told of where others are. */
  unknown: PageFile[];
}

/**
 * Files that are of a kind for certain, and only where there are none those that may be of one.
 * What is not certain counts as `expected`, unless that is null.
 */
export async function sortFiles(
  files: readonly PageFile[],
  expected: FileKindName | null,
): Promise<SortedFiles> {
  const heads = await Promise.all(files.map(headOf));
  const certain = heads.map((head) => kindOf(head, "certain"));
  const found = certain.some((kind) => kind !== null)
    ? certain
    : heads.map((head) => named(expected) ?? kindOf(head, "possible"));
  return {
    groups: FILE_KINDS.flatMap((kind) => {
      const own = files.filter((_, index) => found[index] === kind);
      return own.length > 0 ? [{ kind, files: own }] : [];
    }),
    unknown: found.every((kind) => kind === null) ? [...files] : [],
  };
}

async function headOf({ path, content }: PageFile): Promise<FileHead> {
  const start = new Uint8Array(await content.slice(0, LOOKED_AT).arrayBuffer());
  return { name: path, start };
}

function kindOf(head: FileHead, sureness: "certain" | "possible"): FileKind | null {
  return FILE_KINDS.find((kind) => kind.recognise(head) === sureness) ?? null;
}

function named(expected: FileKindName | null): FileKind | null {
  return FILE_KINDS.find(({ kind }) => kind === expected) ?? null;
}
