/** What the columns will show, before anything was asked. */
import { type AppState, type ColumnId, currentConversation } from "../store/state";
import { useApp } from "./storeContext";
import { useText } from "./translation";

export function EmptyColumns() {
  const text = useText();
  const hasAdapter = useApp(
    (state: AppState) => currentConversation(state).adapter !== null,
  );
  const isPromptColumnShown = useApp((state) => state.isPromptColumnShown);
  const columns: ColumnId[] = isPromptColumnShown
    ? ["base", "adapted", "prompted"]
    : ["base", "adapted"];
  return (
    <div className={`columns of-${columns.length}`}>
      {columns.map((id) => (
        <div
          key={id}
          role="group"
          className={`answer empty ${id}`}
          aria-label={text(`column.${id}`)}
        >
          <h3 className="answer-name">{text(`column.${id}`)}</h3>
          <p className="quiet">
            {id === "adapted" && !hasAdapter
              ? text("column.adaptedMissing")
              : text(`column.${id}Empty`)}
          </p>
        </div>
      ))}
    </div>
  );
}
