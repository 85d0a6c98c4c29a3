/** The person's examples beneath the description: a small table, and everything that fills it. */
import { useMemo, useState } from "react";
import {
  MOST_TAUGHT_ALL,
  completeExamples,
  repeatsOf,
  rolesOf,
} from "../../store/examples/list";
import { MOST_EXAMPLES } from "../../store/limits";
import { saveFile } from "../kit/saveFile";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { ExampleReader, useFileDrop } from "./ExampleReader";
import { ExampleTools } from "./ExampleTools";
import { ExampleRow, focusExample } from "./ExampleRow";
import { useMissedDrops } from "./useMissedDrops";

/** Rows that are drawn before the person asks for all. */
const FIRST_SHOWN = 12;
/** Room below which the list says how much is left. */
const SCARCE_ROOM = 100;

export function ExampleList() {
  const text = useText();
  const list = useApp((state) => state.examples.list);
  const isReaderOpen = useApp((state) => state.examples.isReaderOpen);
  const { addExample, openReader } = useActions();
  const [showsAll, setShowsAll] = useState(false);
  const [chosenId, choose] = useState<number | null>(null);
  const roles = useMemo(() => rolesOf(list), [list]);
  const repeats = useMemo(() => repeatsOf(list), [list]);
  const drop = useFileDrop(() => openReader(true));
  useMissedDrops();
  const place = list.findIndex(({ id }) => id === chosenId);
  const chosen = list[place] ?? list.at(-1);
  const isFull = list.length >= MOST_EXAMPLES;
  // The rows that are typed at the end stay in sight.
  const shown =
    showsAll || list.length <= FIRST_SHOWN + 1 ? list : list.slice(0, FIRST_SHOWN);

  function add(): void {
    addExample();
    setShowsAll(true);
    requestAnimationFrame(() => focusExample(list.length + 1, "input"));
  }

  return (
    <section className="examples" aria-labelledby="examples-heading" {...drop}>
      <h3 id="examples-heading" className="subheading">
        {text("examples.heading")}{" "}
        {list.length > 0 && (
          <span className="figure">{text("examples.count", { count: roles.size })}</span>
        )}
      </h3>
      <MissingNote />
      {list.length === 0 ? (
        <p className="note">{text("examples.empty")}</p>
      ) : (
        <>
          <div className="example example-names" aria-hidden="true">
            <span />
            <span className="note">{text("examples.input")}</span>
            <span className="note">{text("examples.expected")}</span>
          </div>
          <ol className="example-list">
            {shown.map((example, index) => (
              <ExampleRow
                key={example.id}
                example={example}
                number={index + 1}
                isLast={index === list.length - 1}
                isChosen={example === chosen}
                role={roles.get(example.id) ?? null}
                repeat={repeats.get(example.id) ?? null}
                onChoose={choose}
              />
            ))}
          </ol>
          {chosen && (
            <ExampleTools
              example={chosen}
              number={place < 0 ? list.length : place + 1}
              isLast={place < 0 || place === list.length - 1}
              role={roles.get(chosen.id) ?? null}
            />
          )}
        </>
      )}
      {shown.length < list.length && (
        <button
          type="button"
          className="button small plain"
          onClick={() => setShowsAll(true)}
        >
          {text("examples.showAll", { count: list.length })}
        </button>
      )}
      <div className="row">
        <button
          type="button"
          className="button small"
          aria-disabled={isFull}
          onClick={add}
        >
          {text("examples.add")}
        </button>
        <button
          type="button"
          className="button small"
          aria-expanded={isReaderOpen}
          onClick={() => openReader(!isReaderOpen)}
        >
          {text("examples.read")}
        </button>
        <ListTools />
      </div>
      {isReaderOpen && <ExampleReader focuses />}
      <ListNotes />
    </section>
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
  const roles = useMemo(() => [...rolesOf(list).values()], [list]);
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
          {count <= MOST_TAUGHT_ALL && checked === 0
            ? text("examples.ruleFew", { count })
            : text("examples.ruleMany", { taught: count - checked, checked })}
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
