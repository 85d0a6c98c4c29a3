/** Checkpoints that are libraries of adapters in one file: what is in them, and how much is left. */
import { useShallow } from "zustand/react/shallow";
import type { CheckpointLibrary } from "../../shared/engine";
import { checkpointsToChoose } from "../../store/models/checkpointActions";
import { useQuantities } from "../kit/quantities";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export function CheckpointLibraries() {
  const checkpoints = useApp(useShallow(checkpointsToChoose));
  return checkpoints.map(
    ({ id, label, library }) =>
      library && <Library key={id} label={label} library={library} />,
  );
}

function Library(props: { label: string; library: CheckpointLibrary }) {
  const { adapters, saved, share, tasks } = props.library;
  const text = useText();
  const { percent } = useQuantities();
  return (
    <>
      <h3 className="subheading">
        {text("checkpoints.libraryHeading", { label: props.label })}
      </h3>
      <p>
        {text("checkpoints.libraryText", {
          count: adapters,
          saved: percent(saved),
          share: percent(share.share),
          low: percent(share.low),
          high: percent(share.high),
        })}
      </p>
      <details className="disclosure">
        <summary>{text("checkpoints.libraryTasks", { count: tasks.length })}</summary>
        <p className="quiet">
          {tasks.map((task) => task.replaceAll("_", " ")).join(" · ")}
        </p>
      </details>
    </>
  );
}
