/** Deck tab "Library": every adapter that was made, found again, kept, compared and carried away. */
import { useMemo, useState } from "react";
import { compareEntries, matchesSearch } from "../../store/library/entry";
import { LibraryComparison } from "./LibraryComparison";
import { LibraryFile } from "./LibraryFile";
import { LibraryItem } from "./LibraryItem";
import "./library.css";
import { LibraryNotes } from "./LibraryNotes";
import { useQuantities } from "../kit/quantities";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export function LibraryPanel() {
  const text = useText();
  const entries = useApp((state) => state.library.entries);
  const isOpening = useApp((state) => state.library.status === "opening");
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const shown = useMemo(
    () => entries.filter((entry) => matchesSearch(entry, search)).sort(compareEntries),
    [entries, search],
  );
  const compared = chosen.flatMap((id) => entries.find((entry) => entry.id === id) ?? []);

  /** Keeps the two entries that were chosen last. */
  function choose(id: string, isChosen: boolean): void {
    setChosen((before) => {
      const others = before.filter((other) => other !== id);
      return isChosen ? [...others, id].slice(-2) : others;
    });
  }

  return (
    <div className="library">
      <h2 className="heading">{text("library.heading")}</h2>
      <p className="note library-about">{text("library.about")}</p>
      <div className="row library-tools">
        <input
          type="search"
          className="field library-search"
          aria-label={text("library.search")}
          placeholder={text("library.search")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <LibraryFile />
      </div>
      <LibraryNotes />
      {compared.length === 2 && (
        <LibraryComparison left={compared[0]!} right={compared[1]!} />
      )}
      {entries.length === 0 && (
        <p>{text(isOpening ? "library.opening" : "library.empty")}</p>
      )}
      {entries.length > 0 && shown.length === 0 && (
        <p>{text("library.nothingFound", { search })}</p>
      )}
      <ul className="library-list">
        {shown.map((entry) => (
          <LibraryItem
            key={entry.id}
            entry={entry}
            isChosen={chosen.includes(entry.id)}
            onChoose={(isChosen) => choose(entry.id, isChosen)}
          />
        ))}
      </ul>
      <Size />
    </div>
  );
}

function Size() {
  const text = useText();
  const { bytes } = useQuantities();
  const entries = useApp((state) => state.library.entries);
  const keptBytes = useMemo(() => JSON.stringify(entries).length, [entries]);
  if (entries.length === 0) return null;
  return (
    <p className="note">
      {text("library.size", { count: entries.length, size: bytes(keptBytes) })}
      {entries.length > 1 && ` · ${text("library.compareHint")}`}
    </p>
  );
}
