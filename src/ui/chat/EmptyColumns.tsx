/** What the columns will show, before anything was asked. */
import { type AppState, currentConversation } from "../../store/state";
import { useColumnName } from "../kit/columnName";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export function EmptyColumns() {
  const text = useText();
  const columnName = useColumnName();
  const columns = useApp((state) => state.columns);
  const hasAdapter = useApp(
    (state: AppState) => currentConversation(state).adapter !== null,
  );
  return (
    <div className={`columns of-${columns.length}`}>
      {columns.map((column) => {
        const { kind } = column.source;
        const name = columnName(column);
        return (
          <div
            key={column.id}
            role="group"
            className={`answer empty ${kind}`}
            aria-label={name}
          >
            <h3 className="answer-name">{name}</h3>
            <p className="quiet">
              {kind === "adapted" && !hasAdapter
                ? text("column.adaptedMissing")
                : text(`column.${kind}Empty`)}
            </p>
          </div>
        );
      })}
    </div>
  );
}
