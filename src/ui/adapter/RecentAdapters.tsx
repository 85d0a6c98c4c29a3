/** The adapters made last, a click away; all of them are in the library. */
import { useMemo } from "react";
import { entryWords } from "../../store/library/entry";
import { currentConversation } from "../../store/state";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const SHOWN = 4;

export function RecentAdapters() {
  const text = useText();
  const entries = useApp((state) => state.library.entries);
  const current = useApp((state) => currentConversation(state).adapter?.checksum);
  const isBusy = useApp((state) => state.answering.status !== "idle");
  const { openEntry, openDeckTab } = useActions();
  const recent = useMemo(
    () =>
      [...entries]
        .sort((left, right) => right.createdAt - left.createdAt)
        .slice(0, SHOWN),
    [entries],
  );
  if (recent.every(({ adapter }) => adapter.checksum === current)) return null;
  return (
    <div className="history">
      <h3 className="subheading">{text("library.recent")}</h3>
      <ul>
        {recent.map(({ id, adapter, turns, ...entry }) => (
          <li key={id}>
            <button
              type="button"
              className="history-item"
              aria-current={adapter.checksum === current}
              aria-disabled={isBusy}
              onClick={() => void openEntry(id)}
            >
              <span className="history-text" dir="auto">
                {entryWords({ id, adapter, turns, ...entry }) || text("library.noWords")}
              </span>
              <span className="figure quiet">
                {adapter.lesson
                  ? text("library.taught", { count: adapter.lesson.keptStep })
                  : text("library.messages", { count: turns.length })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {entries.length > SHOWN && (
        <button
          type="button"
          className="button small plain"
          onClick={() => openDeckTab("library")}
        >
          {text("library.all", { count: entries.length })}
        </button>
      )}
    </div>
  );
}
