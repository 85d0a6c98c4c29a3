/** What a column is called: the person's name for it, or one after its kind. */
import type { Column } from "../../store/chat/columnDefinitions";
import { COLUMN_KINDS, type ColumnKind } from "../../store/chat/columnKinds";
import type { Text } from "../text/translation";

export function columnName(text: Text, { name, source }: Omit<Column, "id">): string {
  return name.trim() || columnKindName(text, source.kind);
}

export function columnKindName(text: Text, kind: ColumnKind): string {
  return text(`column.${COLUMN_KINDS[kind].words.name}`);
}
