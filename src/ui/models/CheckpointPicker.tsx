/**
 * Choice of the checkpoint that writes the adapter: its size, its time on this device, its
 * accuracy.
 */
import type { CheckpointInfo } from "../../shared/engine";
import { recordOf } from "../../shared/models";
import {
  checkpointsToChoose,
  measuredAdapterMs,
} from "../../store/models/checkpointActions";
import { baseModel } from "../../store/state";
import { useShallow } from "zustand/react/shallow";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function CheckpointPicker() {
  const text = useText();
  const chosen = useApp((state) => state.hypernetworkId);
  const checkpoints = useApp(useShallow(checkpointsToChoose));
  const { openDeckTab } = useActions();
  const registry = useApp((state) => state.registry);
  const baseLabel = useApp((state) => baseModel(state).label);
  if (chosen === null) {
    return <span className="quiet">{text("checkpoints.none", { base: baseLabel })}</span>;
  }
  const { label } = recordOf(registry, "hypernetwork", chosen);
  if (checkpoints.length === 0) return <span className="quiet">{label}</span>;
  return (
    <details className="disclosure checkpoints">
      <summary>{label}</summary>
      <fieldset className="choices">
        <legend className="visually-hidden">{text("checkpoints.choose")}</legend>
        {checkpoints.map((checkpoint) => (
          <CheckpointChoice key={checkpoint.id} checkpoint={checkpoint} />
        ))}
      </fieldset>
      {checkpoints.length > 1 && <p className="note">{text("checkpoints.note")}</p>}
      <button
        type="button"
        className="button small"
        onClick={() => {
          openDeckTab("variants");
          document.querySelector(".deck")?.scrollIntoView({ block: "start" });
        }}
      >
        {text("checkpoints.more")}
      </button>
    </details>
  );
}

function CheckpointChoice({ checkpoint }: { checkpoint: CheckpointInfo }) {
  const { id, label, parameters, bytes, evaluation, library } = checkpoint;
  const text = useText();
  const { count, megabytes, milliseconds, percent } = useQuantities();
  const isChosen = useApp((state) => state.hypernetworkId === id);
  const adapterMs = useApp((state) => measuredAdapterMs(state, id));
  const { switchHypernetwork } = useActions();
  const own = evaluation?.conditions["own"];
  return (
    <label className="choice checkpoint">
      <input
        type="radio"
        name="checkpoint"
        checked={isChosen}
        onChange={() => void switchHypernetwork(id)}
      />
      <span>
        <strong>{label}</strong>
        <span className="quiet checkpoint-facts">
          <span>
            {text("checkpoints.facts", {
              parameters: count(parameters),
              size: megabytes(bytes),
            })}
          </span>
          <span>
            {adapterMs === null
              ? text("checkpoints.noTime")
              : text("checkpoints.time", { time: milliseconds(adapterMs) })}
          </span>
          <span>
            {own && evaluation
              ? text("checkpoints.accuracy", {
                  own: percent(own.score),
                  count: evaluation.tasks,
                })
              : text("checkpoints.noAccuracy")}
          </span>
          {library && (
            <span>
              {text("checkpoints.library", {
                count: library.adapters,
                saved: percent(library.saved),
                share: percent(library.share.share),
              })}
            </span>
          )}
        </span>
      </span>
    </label>
  );
}
