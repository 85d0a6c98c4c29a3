/** A kept adapter: its name, what it was made of, and what can be done with it. */
import { isBlank } from "../../shared/text/characters";
import { useState } from "react";
import { entryWords, type LibraryEntry } from "../../store/library/entry";
import { LONGEST_ENTRY_NAME } from "../../store/limits";
import { currentConversation } from "../../store/state";
import { onEnter } from "../kit/shortcut";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import type { KeptBackScore } from "../../store/teaching/state";
import { useText } from "../text/translation";

export function LibraryItem(props: {
  entry: LibraryEntry;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  const { entry, isChosen, onChoose } = props;
  const { id, description, hypernetwork, base, adapter } = entry;
  const { createdAt, turns, isPinned } = entry;
  const text = useText();
  const { moment } = useQuantities();
  const { openEntry, pinEntry, removeEntry } = useActions();
  const isCurrent = useApp(
    (state) => currentConversation(state).adapter?.checksum === adapter.checksum,
  );
  const isBusy = useApp((state) => state.answering.status !== "idle");
  const name = entryWords(entry) || text("library.noWords");
  return (
    <li className="library-item" aria-label={name}>
      <button
        type="button"
        className="button small plain pin"
        aria-label={text("library.pinNamed", { name })}
        aria-pressed={isPinned}
        title={text("library.pin")}
        onClick={() => pinEntry(id, !isPinned)}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path
            d="M5 1.75h6M6 2v4.5L3.75 9.25h8.5L10 6.5V2M8 9.5v5"
            fill={isPinned ? "currentColor" : "none"}
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinejoin="round"
          />
        </svg>
      </button>
      <div className="library-words">
        <EntryName key={entry.name} entry={entry} />
        <p dir="auto">{description}</p>
        <p className="note">
          {text("library.facts", {
            time: moment(createdAt),
            hypernetwork: adapter.imported
              ? text("library.importedFrom", { name: adapter.imported.name })
              : ((hypernetwork ?? base)?.label ?? ""),
            messages: text("library.messages", { count: turns.length }),
          })}
          {adapter.lesson && (
            <span> · {text("library.taught", { count: adapter.lesson.keptStep })}</span>
          )}
          {adapter.score && <Score {...adapter.score} />}
          {isCurrent && <strong> · {text("library.current")}</strong>}
        </p>
      </div>
      <div className="row library-actions">
        <label className="choice">
          <input
            type="checkbox"
            checked={isChosen}
            aria-label={text("library.compareNamed", { name })}
            onChange={(event) => onChoose(event.target.checked)}
          />
          {text("library.compare")}
        </label>
        <button
          type="button"
          className="button small"
          aria-label={text("library.openNamed", { name })}
          aria-disabled={isBusy}
          onClick={() => void openEntry(id)}
        >
          {text("library.open")}
        </button>
        <button
          type="button"
          className="button small plain"
          aria-label={text("library.removeNamed", { name })}
          onClick={() => removeEntry(id)}
        >
          {text("library.remove")}
        </button>
      </div>
    </li>
  );
}

/**
 * Name of an entry; takes effect when left or confirmed, so that the list does not move while
 * one types.
 */
function EntryName({ entry }: { entry: LibraryEntry }) {
  const text = useText();
  const { nameEntry } = useActions();
  const [draft, setDraft] = useState(entry.name);
  const finish = () => {
    if (draft !== entry.name) nameEntry(entry.id, isBlank(draft) ? "" : draft.trim());
  };
  return (
    <input
      className="field library-name"
      dir="auto"
      aria-label={text("library.nameOf", { name: entryWords(entry) })}
      placeholder={text("library.name")}
      maxLength={LONGEST_ENTRY_NAME}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={finish}
      onKeyDown={onEnter(finish)}
    />
  );
}

function Score({ before, ...counts }: KeptBackScore) {
  const text = useText();
  const words =
    before === null
      ? text("library.scoreAlone", counts)
      : text("library.score", { ...counts, before });
  return <span> · {words}</span>;
}
