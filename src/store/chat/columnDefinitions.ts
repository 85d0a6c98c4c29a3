/** The columns of the comparison as plain data: what each of them runs and how it is called. */
import { type Blend, isSameBlend } from "../../shared/adapter";
import type { ControlKind, SingleKind } from "./columnKinds";

export type ColumnSource = { kind: SingleKind } | ControlSource;

export interface ControlSource {
  kind: ControlKind;
  description: string;
  /** Blend of an earlier adapter that was made from two descriptions. */
  blend?: Blend;
  /** Checksum of an earlier adapter that no description makes: it was taught, or read from files. */
  taught?: string;
  /** The hypernetwork that made an earlier adapter of its words, and alone can make it again. */
  hypernetworkId?: string;
}

export interface Column {
  /** The kind, where there is one column of it; a number is added for controls. */
  id: string;
  /** Name given by the person; empty means named after its kind. */
  name: string;
  source: ColumnSource;
}

export const MOST_COLUMNS = 4;
export const LONGEST_COLUMN_NAME = 60;

export const FIRST_COLUMNS: readonly Column[] = [
  { id: "base", name: "", source: { kind: "base" } },
  { id: "adapted", name: "", source: { kind: "adapted" } },
];

/** Whether there is room for such a column, and no equal one yet. */
export function canAddColumn(columns: readonly Column[], source: ColumnSource): boolean {
  return (
    columns.length < MOST_COLUMNS &&
    !columns.some(({ source: other }) => isSameSource(other, source))
  );
}

function isSameSource(left: ColumnSource, right: ColumnSource): boolean {
  const [one, other] = [controlSource(left), controlSource(right)];
  if (!one || !other) return left.kind === right.kind;
  // Words without a checkpoint are for whichever is loaded, which may be the other's.
  const maker = one.hypernetworkId ?? other.hypernetworkId;
  return (
    one.description === other.description &&
    one.taught === other.taught &&
    (one.hypernetworkId ?? maker) === (other.hypernetworkId ?? maker) &&
    isSameBlend(one.blend ?? null, other.blend ?? null)
  );
}

/** Descriptions of a control's adapter; null for columns that need none of their own. */
export function controlSource(source: ColumnSource): ControlSource | null {
  return "description" in source ? source : null;
}
