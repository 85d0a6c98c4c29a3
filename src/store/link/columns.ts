/** Columns as a link carries them: [kind, name], for controls with a description and a blend. */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import { Fields } from "../../shared/json";
import {
  type Column,
  type ControlSource,
  FIRST_COLUMNS,
  LONGEST_COLUMN_NAME,
  MOST_COLUMNS,
  canAddColumn,
  controlSource,
} from "../chat/columnDefinitions";
import type { AppState } from "../state";
import { readSource } from "./sourceFields";

/** A blend holds a description of its own, in JSON. */
const MOST_TEXTS = 4;
const LONGEST_TEXT = 2 * MAXIMUM_DESCRIPTION_LENGTH;

/** Ids are given by whoever opens the link. */
export type LinkedColumn = Omit<Column, "id">;

/**
 * The columns that a link carries. What an adapter was taught, and a second checkpoint, go along in
 * none; nor do columns with such adapters.
 */
export function linkedColumns({
  columns,
  hypernetworkId: linked,
}: Pick<AppState, "columns" | "hypernetworkId">): LinkedColumn[] {
  return columns.flatMap(({ name, source }) => {
    const control = controlSource(source);
    if (!control) return [{ name, source }];
    const { taught, hypernetworkId = linked, ...words } = control;
    return taught || hypernetworkId !== linked ? [] : [{ name, source: words }];
  });
}

export function writeColumns(columns: readonly LinkedColumn[]): string[][] {
  return columns.map(({ name, source }) => {
    const control = controlSource(source);
    const made = control ? [control.description, ...blendText(control)] : [];
    return [source.kind, name, ...made];
  });
}

/** Throws when there is none, too many, one twice, or one of an unknown kind. */
export function columnsField(fields: Fields, name: string): LinkedColumn[] {
  const lists = fields.items(name, { least: 1, most: MOST_COLUMNS }, (list, index) =>
    list.texts(index, { least: 2, most: MOST_TEXTS }, { most: LONGEST_TEXT }),
  );
  const columns = lists.map(readColumn);
  const isPossible = columns.every(({ source }, index) =>
    canAddColumn(
      columns.slice(0, index).map((column) => ({ ...column, id: "" })),
      source,
    ),
  );
  if (!isPossible) throw fields.refused(name, "columns that can be together");
  return columns;
}

/** Columns of format 1, which only said whether the description was a prompt too. */
export function columnsOfFormat1(fields: Fields, name: string): LinkedColumn[] {
  const first = FIRST_COLUMNS.map(({ name: title, source }) => ({ name: title, source }));
  return fields.boolean(name)
    ? [...first, { name: "", source: { kind: "prompted" } }]
    : first;
}

function blendText({ blend }: ControlSource): string[] {
  return blend ? [JSON.stringify(blend)] : [];
}

function readColumn([kind, name, description, blend]: string[]): LinkedColumn {
  const column = new Fields({
    kind,
    name,
    ...(description !== undefined && { description }),
    ...(blend !== undefined && { blend: JSON.parse(blend) as unknown }),
  });
  const source = readSource(column);
  if (!controlSource(source) && column.has("description")) {
    throw column.refused("description", "missing");
  }
  return { name: column.text("name", { most: LONGEST_COLUMN_NAME }), source };
}
