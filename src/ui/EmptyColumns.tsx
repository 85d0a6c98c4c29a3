/** What the columns will show, before anything was asked. */
import { type AppState, type ColumnId, currentConversation } from "../store/state";
import { COLUMN_NAMES } from "./columnNames";
import { useApp } from "./storeContext";

const WORDS: Record<ColumnId, string> = {
  base: "The model as it is, for comparison.",
  adapted: "The same model with your adapter's numbers added.",
  prompted: "The model without the adapter, told your description in words.",
};

export function EmptyColumns() {
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
          aria-label={COLUMN_NAMES[id]}
        >
          <h3 className="answer-name">{COLUMN_NAMES[id]}</h3>
          <p className="quiet">
            {WORDS[id]}
            {id === "adapted" && !hasAdapter && " Generate one first."}
          </p>
        </div>
      ))}
    </div>
  );
}
