/** Settings of a lesson for those who want them: where it begins, steps, rate, what is taught. */
import { useId } from "react";
import type { Beginning } from "../../store/teaching/state";
import { entryWords } from "../../store/library/entry";
import {
  beginningEntries,
  MOST_SEED,
  MOST_STEPS,
  nextBeginning,
  nextSettings,
  RATES,
} from "../../store/teaching/settings";
import { currentConversation } from "../../store/state";
import { NumberField } from "../kit/NumberField";
import { useShallow } from "zustand/react/shallow";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const TRAINED = { "A and B": "trainedBoth", B: "trainedB" } as const;

export function LessonSettings() {
  const text = useText();
  const settings = useApp(useShallow(nextSettings));
  const { setTeaching, resetTeaching } = useActions();
  return (
    <details className="disclosure lesson-settings">
      <summary>{text("teach.settings")}</summary>
      <BeginningChoice />
      <div className="lesson-numbers">
        <NumberField
          label={text("teach.steps")}
          hint={text("teach.stepsHint", { most: MOST_STEPS })}
          minimum={1}
          maximum={MOST_STEPS}
          step={1}
          value={settings.steps}
          onChange={(steps) => setTeaching({ steps })}
        />
        <NumberField
          label={text("teach.rate")}
          hint={text("teach.rateHint")}
          minimum={RATES.minimum}
          maximum={RATES.maximum}
          step={0.00005}
          value={settings.rate}
          onChange={(rate) => setTeaching({ rate })}
        />
        <NumberField
          label={text("teach.seed")}
          hint={text("teach.seedHint")}
          minimum={0}
          maximum={MOST_SEED}
          step={1}
          value={settings.seed}
          onChange={(seed) => setTeaching({ seed })}
        />
      </div>
      <fieldset className="choices">
        <legend className="subheading">{text("teach.trained")}</legend>
        {(["A and B", "B"] as const).map((trained) => (
          <label key={trained} className="choice">
            <input
              type="radio"
              name="teach-trained"
              checked={settings.trained === trained}
              onChange={() => setTeaching({ trained })}
            />
            {text(`teach.${TRAINED[trained]}`)}
          </label>
        ))}
      </fieldset>
      <button type="button" className="button small" onClick={resetTeaching}>
        {text("teach.reset")}
      </button>
    </details>
  );
}

/** Value of a choice that no id of the library has. */
const [SHOWN, ZERO] = ["shown", "zero"] as const;

function BeginningChoice() {
  const text = useText();
  const id = useId();
  const beginning = useApp(useShallow(nextBeginning));
  const kept = useApp(useShallow(beginningEntries));
  const hasAdapter = useApp((state) => currentConversation(state).adapter !== null);
  const { chooseBeginning } = useActions();
  const value = beginning.kind === "kept" ? beginning.id : beginning.kind;
  return (
    <div className="row">
      <label htmlFor={id} className="subheading">
        {text("teach.begin")}
      </label>
      <select
        id={id}
        className="select"
        value={value}
        onChange={({ target }) => chooseBeginning(beginningOf(target.value))}
      >
        {hasAdapter && <option value={SHOWN}>{text("teach.beginShown")}</option>}
        <option value={ZERO}>{text("teach.beginZero")}</option>
        {kept.length > 0 && (
          <optgroup label={text("teach.beginKept")}>
            {kept.map((entry) => (
              <option key={entry.id} value={entry.id}>
                {entryWords(entry) || text("library.noWords")}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </div>
  );
}

function beginningOf(value: string): Beginning {
  return value === SHOWN || value === ZERO
    ? { kind: value }
    : { kind: "kept", id: value };
}
