/** The training tasks on a plane with the person's description on it, and the nearest ones. */
import { useCallback } from "react";
import type { DescriptionPlace, TrainingTasks } from "../../shared/inspection";
import { type Plot, PlotFigure } from "../kit/PlotFigure";
import { useQuantities } from "../kit/quantities";
import { failureWords } from "../kit/failureWords";
import { type AppState, loadedModels } from "../../store/state";
import { recordOf } from "../../shared/models";
import { useActions, useApp } from "../storeContext";
import { TableRegion } from "../kit/TableRegion";
import { useText } from "../text/translation";

export function TaskMap() {
  const text = useText();
  const tasks = useApp((state) => state.inspection.tasks);
  const placed = useApp((state) => state.inspection.place);
  if (!tasks || tasks === "absent") return null;
  return (
    <section className="task-map">
      <h3 className="subheading">{text("inspect.map")}</h3>
      <Map tasks={tasks} place={placed?.place ?? null} />
      <Placing />
      {placed && <Nearest tasks={tasks} place={placed.place} />}
    </section>
  );
}

/** The encoder that the first place has to wait for; null where it is loaded with the others. */
function encoderToCome(state: AppState): string | null {
  const loaded = loadedModels(state);
  if (loaded?.hypernetwork?.reader === "encoder") return null;
  return loaded?.encoder?.id ?? null;
}

/** Why the description is not on the map yet, or could not be put there. */
function Placing() {
  const text = useText();
  const { megabytes } = useQuantities();
  const { place, isPlacing, placeFailure } = useApp((state) => state.inspection);
  const registry = useApp((state) => state.registry);
  const encoder = useApp(encoderToCome);
  const { placeDescription } = useActions();
  if (placeFailure) {
    return (
      <p className="note warning" role="alert">
        {failureWords(text, placeFailure)}{" "}
        <button
          type="button"
          className="button small"
          onClick={() => void placeDescription()}
        >
          {text("banner.tryAgain")}
        </button>
      </p>
    );
  }
  if (!isPlacing || place || encoder === null) return null;
  const { label, files } = recordOf(registry, "encoder", encoder);
  const size = megabytes(files.reduce((sum, { bytes }) => sum + bytes, 0));
  return (
    <p className="note" role="status">
      {text("inspect.placing", { model: label, size })}
    </p>
  );
}

function Map(props: { tasks: TrainingTasks; place: DescriptionPlace | null }) {
  const { tasks, place } = props;
  const text = useText();
  const { percent } = useQuantities();
  const draw = useCallback(
    (plot: Plot, width: number) => {
      const near = (place?.nearest ?? []).map(({ task }) => tasks.tasks[task]!);
      const own = place ? [{ x: place.x, y: place.y, label: text("inspect.you") }] : [];
      return plot.plot({
        width: Math.min(width, 760),
        height: Math.min(width, 760) * 0.66,
        axis: null,
        inset: 8,
        marks: [
          plot.dot(tasks.tasks, {
            x: "x",
            y: "y",
            r: 2.5,
            fill: "currentColor",
            fillOpacity: 0.3,
            title: ({ name, family, description }: TrainingTasks["tasks"][number]) =>
              `${name} (${family})\n${description}`,
          }),
          plot.dot(near, {
            x: "x",
            y: "y",
            r: 4,
            stroke: "var(--accent)",
            strokeWidth: 1.5,
          }),
          plot.dot(own, { x: "x", y: "y", r: 6, fill: "var(--accent)" }),
          plot.text(own, {
            x: "x",
            y: "y",
            text: "label",
            dx: 10,
            textAnchor: "start",
            fill: "currentColor",
            fontWeight: "bold",
          }),
        ],
      });
    },
    [tasks, place, text],
  );
  const [nearest] = place?.nearest ?? [];
  const count = tasks.tasks.length;
  const note = text("inspect.mapNote", { count, explained: percent(tasks.explained) });
  return (
    <>
      <PlotFigure
        draw={draw}
        label={
          nearest
            ? text("inspect.mapWords", {
                count,
                nearest: tasks.tasks[nearest.task]!.name,
                similarity: nearest.similarity.toFixed(2),
              })
            : note
        }
      />
      <p className="note">{note}</p>
    </>
  );
}

function Nearest({ tasks, place }: { tasks: TrainingTasks; place: DescriptionPlace }) {
  const text = useText();
  return (
    <TableRegion scrolls="wide" label={text("inspect.nearest")}>
      <table className="comparison">
        <caption className="subheading">{text("inspect.nearest")}</caption>
        <thead>
          <tr>
            <th scope="col">{text("inspect.task")}</th>
            <th scope="col">{text("inspect.says")}</th>
            <th scope="col">{text("inspect.similarity")}</th>
          </tr>
        </thead>
        <tbody>
          {place.nearest.map(({ task, similarity }) => {
            const { name, description } = tasks.tasks[task]!;
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{description || "–"}</td>
                <td className="figure">{similarity.toFixed(2)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableRegion>
  );
}
