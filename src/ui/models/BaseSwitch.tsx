/** Which base model answers: what it weighs, what it needs, and what it is good for. */
import { type BaseModelRecord, hypernetworksFor, recordsOf } from "../../shared/models";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function BaseSwitch() {
  const text = useText();
  const registry = useApp((state) => state.registry);
  return (
    <fieldset className="choices">
      <legend className="popover-heading">{text("bases.choose")}</legend>
      {recordsOf(registry, "base").map((record) => (
        <BaseChoice key={record.id} record={record} />
      ))}
      <p className="note">{text("bases.note")}</p>
    </fieldset>
  );
}

function BaseChoice({ record }: { record: BaseModelRecord }) {
  const { id, label, goodFor, files, neededGigabytes, unseenTasks } = record;
  const text = useText();
  const { megabytes, percent } = useQuantities();
  const language = useApp((state) => state.language);
  const isChosen = useApp((state) => state.baseModelId === id);
  const isAlone = useApp((state) => hypernetworksFor(state.registry, id).length === 0);
  const { switchBase } = useActions();
  return (
    <label className="choice checkpoint">
      <input
        type="radio"
        name="base"
        checked={isChosen}
        onChange={() => void switchBase(id)}
      />
      <span>
        <strong>{label}</strong>
        <span className="quiet checkpoint-facts">
          <span>
            {text("bases.facts", {
              size: megabytes(files[0].bytes),
              memory: neededGigabytes,
            })}
          </span>
          <span>{text("bases.goodFor", { what: goodFor[language] })}</span>
          {unseenTasks && (
            <span>
              {text("bases.accuracy", {
                told: percent(unseenTasks.told),
                shown: percent(unseenTasks.shown),
              })}
            </span>
          )}
          {isAlone && <span>{text("bases.alone")}</span>}
        </span>
      </span>
    </label>
  );
}
