/** Columns as a link carries them: [kind, name], for controls with a description and a blend. */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import {
  type Column,
  type ControlSource,
  FIRST_COLUMNS,
  LONGEST_COLUMN_NAME,
  MOST_COLUMNS,
  canAddColumn,
} from "../chat/columnDefinitions";
import { type Fields, asFields, booleanField, textListsField } from "./fields";
import { readSource } from "./sourceFields";

/** A blend holds a description of its own, in JSON. */
const LONGEST_TEXT = 2 * MAXIMUM_DESCRIPTION_LENGTH;

/** Ids are given by whoever opens the link. */
export type LinkedColumn = Omit<Column, "id">;

export function writeColumns(columns: readonly LinkedColumn[]): string[][] {
  return columns.map(({ name, source }) =>
    "description" in source
      ? [source.kind, name, source.description, ...blendText(source)]
      : [source.kind, name],
  );
}

/** Throws when there is none, too many, one twice, or one of an unknown kind. */
export function columnsField(fields: Fields, name: string): LinkedColumn[] {
  const lists = textListsField(fields, name, MOST_COLUMNS, LONGEST_TEXT);
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

function blendText({ blend }: ControlSource): string[] {
  return blend ? [JSON.stringify(blend)] : [];
}

function readColumn([kind, name, description, blend, ...rest]: string[]): LinkedColumn {
  if (name === undefined || name.length > LONGEST_COLUMN_NAME || rest.length > 0) {
    throw new TypeError("not a column");
  }
  const source = readSource(
    asFields({
      kind,
      ...(description !== undefined && { description }),
      ...(blend !== undefined && { blend: JSON.parse(blend) }),
    }),
  );
  if (!("description" in source) && description !== undefined) {
    throw new TypeError("not a column");
  }
  return { name, source };
}
