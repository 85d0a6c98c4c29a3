/** A person's own base models, as plain data; the files themselves are with the actions. */
import type { Failure } from "../../shared/errors";
import type { OwnBase } from "../../shared/models";

export interface OwnBasePart {
  /** The file that is being read or asked about. */
  baseFile: BaseFileState;
  /** Base models from files, of this visit and kept ones. */
  ownBases: KnownOwnBase[];
  keeping: KeepingState;
}

export type BaseFileState =
  | { status: "none" }
  | { status: "reading"; name: string; loadedBytes: number; totalBytes: number }
  /** Waits for the person, as it is large. */
  | { status: "asking"; base: OwnBase }
  | { status: "refused"; name: string; failure: Failure };

export interface KnownOwnBase extends OwnBase {
  /** Whether the page has the file, as long as the tab is open. */
  isHere: boolean;
  isKept: boolean;
}

/** Writing a base model's file into the browser's storage. */
export type KeepingState =
  | { status: "idle" }
  | { status: "keeping"; id: string; loadedBytes: number; totalBytes: number }
  | { status: "failed"; id: string; failure: Failure };

export function initialOwnBases(): OwnBasePart {
  return { baseFile: { status: "none" }, ownBases: [], keeping: { status: "idle" } };
}

/** The facts of an own base model by its record's id. */
export function ownBaseOf(
  { ownBases }: OwnBasePart,
  baseModelId: string,
): KnownOwnBase | null {
  return ownBases.find(({ record }) => record.id === baseModelId) ?? null;
}
