/** The rows of the list, and the tools for the one that was in use last. */
import { useMemo, useState } from "react";
import { repeatsOf, rolesOf } from "../../store/examples/roles";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";
import { ExampleRow } from "./ExampleRow";
import { ExampleTools } from "./ExampleTools";

/** Rows that are drawn before the person asks for all. */
const FIRST_SHOWN = 12;

export function ExampleRows() {
  const text = useText();
  const list = useApp((state) => state.examples.list);
  const isAdded = useApp((state) => state.examples.lastChange === "add");
  const [showsAll, setShowsAll] = useState(false);
  const [chosenId, choose] = useState<number | null>(null);
  const roles = rolesOf(list);
  const repeats = useMemo(() => repeatsOf(list), [list]);
  const place = list.findIndex(({ id }) => id === chosenId);
  const chosen = list[place] ?? list.at(-1)!;
  // A row that is added stands at the end.
  const isWhole = showsAll || isAdded || list.length <= FIRST_SHOWN + 1;
  if (isAdded && !showsAll) setShowsAll(true);
  const shown = isWhole ? list : list.slice(0, FIRST_SHOWN);
  return (
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
      {shown.length < list.length && (
        <button
          type="button"
          className="button small plain"
          onClick={() => setShowsAll(true)}
        >
          {text("examples.showAll", { count: list.length })}
        </button>
      )}
      <ExampleTools
        example={chosen}
        number={place < 0 ? list.length : place + 1}
        isLast={place < 0 || place === list.length - 1}
        role={roles.get(chosen.id) ?? null}
      />
    </>
  );
}
