/** What the columns will show, before anything was asked. */
import { useShallow } from "zustand/react/shallow";
import { COLUMN_KINDS } from "../../store/chat/columnKinds";
import { activeColumns } from "../../store/chat/columns";
import { useColumnName } from "../kit/columnName";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export function EmptyColumns() {
  const text = useText();
  const columnName = useColumnName();
  const columns = useApp((state) => state.columns);
  const active = useApp(useShallow(activeColumns));
  return (
    <div className={`columns of-${columns.length}`}>
      {columns.map((column) => {
        const { kind } = column.source;
        const { tone, words } = COLUMN_KINDS[kind];
        const name = columnName(column);
        const isReady = active.includes(column);
        return (
          <div
            key={column.id}
            role="group"
            className={`answer empty ${kind} tone-${tone}`}
            aria-label={name}
          >
            <h3 className="answer-name">{name}</h3>
            <p className="quiet">
              {text(`column.${isReady ? words.empty : words.missing}`)}
            </p>
          </div>
        );
      })}
    </div>
  );
}
