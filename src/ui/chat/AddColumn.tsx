/** One choice of everything a further column could run, and a button that adds it. */
import { useState } from "react";
import {
  type ColumnSource,
  SINGLE_KINDS,
  canAddColumn,
} from "../../store/chat/columnDefinitions";
import { FIRST_DEMOS } from "../../tasks/firstDemos";
import { currentConversation } from "../../store/state";
import { useKindName } from "../kit/columnName";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

type Choice =
  | { kind: "gibberish"; label: string }
  | { kind: "source"; label: string; source: ColumnSource };

export function AddColumn() {
  const text = useText();
  const { addColumn, addGibberishColumn } = useActions();
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
      <button
        type="button"
        className="button"
        onClick={() =>
          choice.kind === "gibberish" ? addGibberishColumn() : addColumn(choice.source)
        }
      >
        {text("columns.add")}
      </button>
    </div>
  );
}

/** Groups without an option are left out. */
function useChoices(): { label: string; options: (Choice & { value: string })[] }[] {
  const text = useText();
  const kindName = useKindName();
  const columns = useApp((state) => state.columns);
  const library = useApp((state) => state.library.entries);
  const hypernetworkId = useApp((state) => state.hypernetworkId);
  const checksum = useApp((state) => currentConversation(state).adapter?.checksum);
  const description = useApp((state) => state.description);

  // Only the network in use can make an earlier adapter again.
  const earlier = library
    .filter(
      ({ hypernetwork, adapter }) =>
        hypernetwork.id === hypernetworkId && adapter.checksum !== checksum,
    )
    .map(({ name, description: of, adapter }) => ({
      name,
      description: of,
      blend: adapter.blend,
    }));

  const choicesOf = (options: { label: string; source: ColumnSource }[]) =>
    options
      .filter(({ source }) => canAddColumn(columns, source))
      .map(({ label, source }) => ({
        kind: "source" as const,
        label,
        source,
        value: JSON.stringify(source),
      }));

  const singles = SINGLE_KINDS.map((kind) => ({
    label: kindName(kind),
    source: { kind },
  }));
  const others = FIRST_DEMOS.filter((example) => example.description !== description).map(
    (example) => ({
      label: example.description,
      source: { kind: "other" as const, description: example.description },
    }),
  );
  const kept = earlier.map(({ description: earlierDescription, blend, name }) => ({
    label: [name, earlierDescription, blend?.description].filter(Boolean).join(" · "),
    source: {
      kind: "kept" as const,
      description: earlierDescription,
      ...(blend && { blend }),
    },
  }));
  return [
    { label: text("columns.same"), options: choicesOf(singles) },
    {
      label: text("columns.controls"),
      options: [
        {
          kind: "gibberish" as const,
          label: kindName("gibberish"),
          value: "gibberish",
        },
      ],
    },
    { label: text("columns.others"), options: choicesOf(others) },
    { label: text("columns.kept"), options: choicesOf(kept) },
  ].filter(({ options }) => options.length > 0);
}
