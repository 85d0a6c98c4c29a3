/** Columns as a link carries them: [kind, name] or [kind, name, description]. */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../shared/description";
import {
  CONTROL_KINDS,
  type Column,
  FIRST_COLUMNS,
  LONGEST_COLUMN_NAME,
  MOST_COLUMNS,
  SINGLE_KINDS,
  canAddColumn,
} from "./columnDefinitions";
import { type Fields, booleanField, textListsField } from "./linkFields";

/** Ids are given by whoever opens the link. */
export type LinkedColumn = Omit<Column, "id">;

export function writeColumns(columns: readonly LinkedColumn[]): string[][] {
  return columns.map(({ name, source }) =>
    "description" in source
      ? [source.kind, name, source.description]
      : [source.kind, name],
  );
}

/** Throws when there is none, too many, one twice, or one of an unknown kind. */
export function columnsField(fields: Fields, name: string): LinkedColumn[] {
  const lists = textListsField(fields, name, MOST_COLUMNS, MAXIMUM_DESCRIPTION_LENGTH);
  const columns = lists.map(readColumn);
  const isPossible = columns.every(({ source }, index) =>
    canAddColumn(
      columns.slice(0, index).map((column) => ({ ...column, id: "" })),
      source,
    ),
  );
  if (columns.length === 0 || !isPossible) throw new TypeError(name);
  return columns;
}

/** Format 1 only said whether the description was a prompt too. */
export function columnsOfFormat1(fields: Fields, name: string): LinkedColumn[] {
  const first = FIRST_COLUMNS.map(({ name: title, source }) => ({ name: title, source }));
  return booleanField(fields, name)
    ? [...first, { name: "", source: { kind: "prompted" } }]
    : first;
}

function readColumn([kind, name, description, ...rest]: string[]): LinkedColumn {
  if (name === undefined || name.length > LONGEST_COLUMN_NAME || rest.length > 0) {
    throw new TypeError("not a column");
  }
  const single = SINGLE_KINDS.find((known) => known === kind);
  if (single && description === undefined) return { name, source: { kind: single } };
  const control = CONTROL_KINDS.find((known) => known === kind);
  if (control && description !== undefined && description.trim() !== "") {
    return { name, source: { kind: control, description } };
  }
  throw new TypeError("not a column");
}
