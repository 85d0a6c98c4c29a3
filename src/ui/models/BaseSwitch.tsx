/** Which base model answers: what it weighs, what it needs, and what it is good for. */
import { type BaseModelRecord, hypernetworksFor, recordsOf } from "../../shared/models";
import { suits } from "../../store/models/baseChoice";
import { isDownloaded } from "../../store/models/baseQuestion";
import { type KnownOwnBase, ownBaseOf } from "../../store/models/ownBaseState";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { OwnBaseKeeping } from "./OwnBaseKeeping";
import { OwnBasePicker } from "./OwnBasePicker";
import { ownBaseWords } from "./ownBaseWords";

export function BaseSwitch() {
  const text = useText();
  const registry = useApp((state) => state.registry);
  return (
    <fieldset className="choices">
      <legend className="popover-heading">{text("bases.choose")}</legend>
      {recordsOf(registry, "base").map((record) => (
        <BaseChoice key={record.id} record={record} />
      ))}
      <OwnBasePicker />
      <p className="note">{text("ownBase.note")}</p>
      <p className="note">{text("bases.note")}</p>
    </fieldset>
  );
}

function BaseChoice({ record }: { record: BaseModelRecord }) {
  const { id, label } = record;
  const isChosen = useApp((state) => state.baseModelId === id);
  const own = useApp((state) => ownBaseOf(state, id));
  const isOwn = record.source.kind === "own";
  const { switchBase } = useActions();
  return (
    <>
      <label className="choice checkpoint">
        <input
          type="radio"
          name="base"
          checked={isChosen}
          disabled={isOwn && own !== null && !own.isHere && !own.isKept}
          onChange={() => void switchBase(id)}
        />
        <span>
          <strong>{label}</strong>
          <span className="quiet checkpoint-facts">
            {isOwn && own ? <OwnFacts base={own} /> : <Facts record={record} />}
          </span>
        </span>
      </label>
      {own && <OwnBaseKeeping base={own} />}
    </>
  );
}

function OwnFacts({ base }: { base: KnownOwnBase }) {
  const text = useText();
  const quantities = useQuantities();
  const device = useApp((state) => state.device);
  return (
    <>
      <span>{text("ownBase.own")}</span>
      <span>{ownBaseWords(text, quantities, base, device)}</span>
      <span>{text("bases.alone")}</span>
    </>
  );
}

function Facts({ record }: { record: BaseModelRecord }) {
  const { id, goodFor, files, neededGigabytes, unseenTasks } = record;
  const text = useText();
  const { megabytes, percent } = useQuantities();
  const language = useApp((state) => state.language);
  const isHere = useApp((state) => isDownloaded(state, record));
  const isAlone = useApp((state) => hypernetworksFor(state.registry, id).length === 0);
  const isHeavy = useApp(
    ({ offer, visit }) =>
      offer !== null && visit !== null && !suits(record, offer, visit),
  );
  return (
    <>
      <span>
        {text(isHere ? "bases.factsHere" : "bases.facts", {
          size: megabytes(files[0].bytes),
          memory: neededGigabytes,
        })}
      </span>
      {goodFor && <span>{text("bases.goodFor", { what: goodFor[language] })}</span>}
      {unseenTasks && (
        <span>
          {text("bases.accuracy", {
            told: percent(unseenTasks.told),
            shown: percent(unseenTasks.shown),
          })}
        </span>
      )}
      {unseenTasks?.generated != null && (
        <span>
          {text("bases.generated", { generated: percent(unseenTasks.generated) })}
        </span>
      )}
      {isHeavy && <span>{text("bases.heavy")}</span>}
      {isAlone && <span>{text("bases.alone")}</span>}
    </>
  );
}
