/** What a column is called: the person's name for it, or one after its kind. */
import type { Column } from "../../store/chat/columnDefinitions";
import type { Text } from "../text/translation";

export function columnName(text: Text, { name, source }: Omit<Column, "id">): string {
  return name.trim() || text(`column.${source.kind}`);
}
