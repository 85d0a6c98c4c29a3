/** What can be done with the whole list, the rule of its roles, its room, and what is wrong in it. */
import { useMemo } from "react";
import { completeExamples } from "../../store/examples/list";
import { MOST_TAUGHT_ALL, repeatsOf, rolesOf } from "../../store/examples/roles";
import { MOST_EXAMPLES } from "../../store/limits";
import { saveFile } from "../kit/saveFile";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

/** Room below which the list says how much is left. */
const SCARCE_ROOM = 100;

export function ExampleNotes() {
  return (
    <>
      <MissingNote />
      <div className="row example-list-tools">
        <ListTools />
      </div>
      <ListNotes />
    </>
  );
}

function ListTools() {
  const text = useText();
  const isEmpty = useApp((state) => state.examples.list.length === 0);
  const canUndo = useApp((state) => state.examples.past.length > 0);
  const { undoExamples, clearExamples, exportExamples } = useActions();
  return (
    <>
      {canUndo && (
        <button type="button" className="button small plain" onClick={undoExamples}>
          {text("examples.undo")}
        </button>
      )}
      {!isEmpty && (
        <>
          <button
            type="button"
            className="button small plain"
            onClick={() => void exportExamples().then(saveFile)}
          >
            {text("examples.save")}
          </button>
          <button type="button" className="button small plain" onClick={clearExamples}>
            {text("examples.clear")}
          </button>
        </>
      )}
    </>
  );
}

/** The rule of the roles, what is left of the room, and what contradicts itself. */
function ListNotes() {
  const text = useText();
  const list = useApp((state) => state.examples.list);
  const roles = [...rolesOf(list).values()];
  const repeats = useMemo(() => [...repeatsOf(list).values()], [list]);
  const count = completeExamples(list).length;
  const checked = roles.filter((role) => role === "check").length;
  const room = MOST_EXAMPLES - list.length;
  const numberOf = (kind: string) => repeats.filter((repeat) => repeat === kind).length;
  const [duplicates, contradictions] = [numberOf("duplicate"), numberOf("contradiction")];
  if (list.length === 0) return null;
  return (
    <div role="status">
      {count > 0 && (
        <p className="note">
          {checked > 0
            ? text("examples.ruleMany", { taught: count - checked, checked })
            : text(
                count > MOST_TAUGHT_ALL ? "examples.noneKeptBack" : "examples.ruleFew",
                {
                  count,
                },
              )}
        </p>
      )}
      {duplicates > 0 && (
        <p className="note warning">
          {text("examples.duplicates", { count: duplicates })}
        </p>
      )}
      {contradictions > 0 && (
        <p className="note warning">
          {text("examples.contradictions", { count: contradictions })}
        </p>
      )}
      {room <= SCARCE_ROOM && (
        <p className={room === 0 ? "note warning" : "note"}>
          {room === 0
            ? text("examples.full", { most: MOST_EXAMPLES })
            : text("examples.room", { count: room, most: MOST_EXAMPLES })}
        </p>
      )}
    </div>
  );
}

function MissingNote() {
  const text = useText();
  const missing = useApp((state) => state.examples.missing);
  const { dismissMissingExamples } = useActions();
  if (missing === 0) return null;
  return (
    <p className="note warning">
      {text("examples.missing", { count: missing })}{" "}
      <button
        type="button"
        className="button small plain"
        onClick={dismissMissingExamples}
      >
        {text("examples.dismiss")}
      </button>
    </p>
  );
}
