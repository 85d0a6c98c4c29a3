/** How much the words mattered: the adapter's cosine to the mean adapter, beside controls. */
import { useCallback } from "react";
import type { MeanComparison } from "../../shared/inspection";
import { type Plot, PlotFigure } from "../kit/PlotFigure";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export function MeanPlot({ comparison }: { comparison: MeanComparison | null }) {
  const text = useText();
  const isWorking = useApp((state) => state.inspection.working === "mean");
  const isAbsent = useApp((state) => state.inspection.tasks === "absent");
  return (
    <section>
      <h3 className="subheading">{text("inspect.words")}</h3>
      {comparison ? (
        <Comparison comparison={comparison} />
      ) : isAbsent ? (
        <p className="quiet">{text("inspect.noTasks")}</p>
      ) : (
        <p className="quiet" role="status">
          {isWorking && text("inspect.comparing")}
        </p>
      )}
    </section>
  );
}

function Comparison({ comparison }: { comparison: MeanComparison }) {
  const text = useText();
  const { adapter, tasks, gibberish } = comparison;
  const draw = useCallback(
    (plot: Plot, width: number) => {
      const [yours, ofTasks, nothing] = [
        text("inspect.yours"),
        text("inspect.tasks"),
        text("inspect.nothing"),
      ];
      const points = [
        { kind: yours, cosine: adapter },
        ...tasks.map((cosine) => ({ kind: ofTasks, cosine })),
        ...gibberish.map((cosine) => ({ kind: nothing, cosine })),
      ];
      const lowest =
        Math.floor(10 * Math.min(...points.map(({ cosine }) => cosine))) / 10;
      return plot.plot({
        width,
        height: 150,
        marginLeft: 104,
        marginBottom: 40,
        x: { label: text("inspect.cosine"), domain: [lowest, 1], grid: true },
        y: { label: null, domain: [yours, ofTasks, nothing] },
        marks: [
          plot.tickX(
            points.filter(({ kind }) => kind !== yours),
            { x: "cosine", y: "kind", stroke: "currentColor", strokeOpacity: 0.6 },
          ),
          plot.dot([points[0]!], { x: "cosine", y: "kind", fill: "var(--accent)", r: 6 }),
        ],
      });
    },
    [adapter, tasks, gibberish, text],
  );
  const average = gibberish.reduce((sum, cosine) => sum + cosine, 0) / gibberish.length;
  // Where words of no meaning move the adapter as far as a task's do, distance says little.
  const isAlike = average <= (tasks[Math.floor(0.75 * (tasks.length - 1))] ?? 0);
  const facts = {
    yours: adapter.toFixed(2),
    count: tasks.length,
    low: (tasks[0] ?? 0).toFixed(2),
    high: (tasks.at(-1) ?? 0).toFixed(2),
    gibberish: average.toFixed(2),
  };
  return (
    <>
      <PlotFigure draw={draw} label={text("inspect.meanWords", facts)} />
      <p className="note">
        <span className="figure">{facts.yours}</span> ·{" "}
        {text(isAlike ? "inspect.wordsNoteAlike" : "inspect.wordsNote", facts)}
      </p>
    </>
  );
}
