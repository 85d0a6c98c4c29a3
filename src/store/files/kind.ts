/** The contract of kinds of files that can be dropped on the page or picked. */
import type { FileHead } from "../../formats/files/signatures";
import type { ImportActions } from "../adapter/importActions";
import type { ReadingActions } from "../examples/readingActions";
import type { LibraryActions } from "../library/actions";
import type { OwnBaseActions } from "../models/ownBaseActions";
import type { PageActions } from "../page/actions";

/** A file as the browser hands it out. */
export interface PageFile {
  /** Name, or path within the folder that it came in, with slashes. */
  path: string;
  content: Blob;
}

export const FILE_KIND_NAMES = ["examples", "adapter", "base", "library"] as const;

export type FileKindName = (typeof FILE_KIND_NAMES)[number];

/** The actions of other groups that files are taken by. */
export type FileTakers = Pick<
  ReadingActions & ImportActions & LibraryActions & OwnBaseActions & PageActions,
  | "readExampleFile"
  | "openReader"
  | "importAdapter"
  | "importLibrary"
  | "offerBase"
  | "showNotice"
>;

export interface TakeOptions {
  /** What the person was asked for; null for a drop, where anything may come. */
  expected: FileKindName | null;
}

export interface FileKind {
  kind: FileKindName;
  /**
   * "certain" by what the file holds; "possible" is taken only where nothing certain comes along.
   */
  recognise(head: FileHead): "certain" | "possible" | null;
  /** Takes what was recognised, with files of its folder; says itself what is wrong with it. */
  take(
    files: readonly PageFile[],
    takers: FileTakers,
    options: TakeOptions,
  ): Promise<void>;
}
