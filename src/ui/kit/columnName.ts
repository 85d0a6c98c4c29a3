/** What a column is called: the person's name for it, or one after its kind and the base model. */
import type { Column } from "../../store/chat/columnDefinitions";
import { baseModel } from "../../store/state";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export type ColumnName = (column: Pick<Column, "name" | "source">) => string;

export function useColumnName(): ColumnName {
  const kindName = useKindName();
  return ({ name, source }) => name.trim() || kindName(source.kind);
}

/** What columns of a kind are called where no person has named them. */
export function useKindName(): (kind: Column["source"]["kind"]) => string {
  const text = useText();
  const model = useApp((state) => baseModel(state).name);
  return (kind) => text(`column.${kind}`, { model });
}
