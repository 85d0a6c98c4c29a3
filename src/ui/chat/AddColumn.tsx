/** One choice of everything a further column could run, and a button that adds it. */
import { useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { type ColumnSource, canAddColumn } from "../../store/chat/columnDefinitions";
import {
  COLUMN_KINDS,
  KINDS,
  choiceBasis,
  columnChoices,
} from "../../store/chat/columnKinds";
import { useKindName } from "../kit/columnName";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function AddColumn() {
  const text = useText();
  const { addColumn } = useActions();
  const groups = useChoices();
  const [chosen, choose] = useState("gibberish");
  const choices = groups.flatMap(({ options }) => options);
  const choice = choices.find(({ value }) => value === chosen) ?? choices[0]!;
  return (
    <div className="row">
      <select
        className="select add-column"
        aria-label={text("columns.choose")}
        value={choice.value}
        onChange={(event) => choose(event.target.value)}
      >
        {groups.map(({ label, options }) => (
          <optgroup key={label} label={label}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <button type="button" className="button" onClick={() => addColumn(choice.source)}>
        {text("columns.add")}
      </button>
    </div>
  );
}

interface Option {
  value: string;
  label: string;
  source: ColumnSource;
}

/** Groups without an option are left out. */
function useChoices(): { label: string; options: Option[] }[] {
  const text = useText();
  const kindName = useKindName();
  const columns = useApp((state) => state.columns);
  const basis = useApp(useShallow(choiceBasis));
  const groups = new Map<string, Option[]>();
  for (const kind of KINDS) {
    const heading = text(`columns.${COLUMN_KINDS[kind].group}`);
    const options = columnChoices(kind, basis)
      .filter(({ source }) => canAddColumn(columns, source))
      .map(({ label, source }) => ({
        // One that is called after its kind stays chosen whatever it is made of.
        value: label === null ? kind : JSON.stringify(source),
        label: label ?? kindName(kind),
        source,
      }));
    groups.set(heading, [...(groups.get(heading) ?? []), ...options]);
  }
  return Array.from(groups, ([label, options]) => ({ label, options })).filter(
    ({ options }) => options.length > 0,
  );
}
