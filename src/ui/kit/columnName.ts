/** Name of a column: the person's own, or one after its kind and the base model. */
import { isBlank } from "../../shared/text/characters";
import type { Column } from "../../store/chat/columnDefinitions";
import { COLUMN_KINDS, type ColumnKind } from "../../store/chat/columnKinds";
import { baseModel } from "../../store/state";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export type ColumnName = (column: Pick<Column, "name" | "source">) => string;

export function useColumnName(): ColumnName {
  const kindName = useKindName();
  return ({ name, source }) => (isBlank(name) ? kindName(source.kind) : name.trim());
}

/** Name of the columns of a kind where no person has given one. */
export function useKindName(): (kind: ColumnKind) => string {
  const text = useText();
  const model = useApp((state) => baseModel(state).name);
  return (kind) => text(`column.${COLUMN_KINDS[kind].words.name}`, { model });
}
