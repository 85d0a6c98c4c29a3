/** The measured curve of lessons: lines, words, a table, and where the figures come from. */
import { useCallback } from "react";
import { baseOf } from "../../shared/models";
import { loadedModels } from "../../store/state";
import { type CurveStart, TEACHING_CURVE } from "../../tasks/teachingCurve";
import { type Plot, PlotFigure } from "../kit/PlotFigure";
import { useQuantities } from "../kit/quantities";
import { TableRegion } from "../kit/TableRegion";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

const { curves, overZero, engine, hypernetwork, tasks, inputs } = TEACHING_CURVE;

/** Strokes as the key in the caption shows them; dx keeps intervals beside each other, in pixels. */
const LINES = {
  generated: { stroke: "var(--accent)", dx: -6 },
  other: { stroke: "var(--accent)", strokeDasharray: "2 4", dx: 0 },
  zero: { stroke: "var(--ink)", strokeDasharray: "6 4", dx: 6 },
} as const satisfies Record<CurveStart, object>;
const STARTS = Object.keys(LINES) as CurveStart[];

export function WorthCurve() {
  const text = useText();
  const { list, percent, signedPoints } = useQuantities();
  const draw = useCallback(
    (plot: Plot, width: number) =>
      plot.plot({
        width,
        height: 240,
        marginTop: 28,
        marginLeft: 44,
        marginBottom: 40,
        x: {
          type: "point",
          domain: curves.generated.map(({ examples }) => examples),
          label: text("teach.worthExamples"),
          padding: 0.2,
        },
        y: { label: text("teach.worthRight"), domain: [0, 100], ticks: 5, grid: true },
        marks: STARTS.flatMap((start) => {
          const { dx, ...line } = LINES[start];
          const points = curves[start].map(({ examples, score, low, high }) => ({
            examples,
            score: 100 * score,
            low: 100 * low,
            high: 100 * high,
          }));
          const { stroke } = line;
          const [x, y] = ["examples", "score"];
          return [
            plot.ruleX(points, { x, y1: "low", y2: "high", stroke, dx }),
            plot.line(points, { x, y, dx, ...line, strokeWidth: 2 }),
            plot.dot(points, { x, y, dx, fill: stroke, r: 3.5 }),
          ];
        }),
      }),
    [text],
  );
  const gains = overZero
    .filter(({ examples }) => examples > 0)
    .map(({ examples, score, low, high }) =>
      text("teach.worthGain", {
        points: signedPoints(score),
        low: signedPoints(low),
        high: signedPoints(high),
        examples,
      }),
    );
  const curve = (start: CurveStart) =>
    list(
      curves[start].map(({ examples, score }) =>
        text("teach.worthPoint", { examples, score: percent(score) }),
      ),
    );
  const words = STARTS.map(
    (start) => `${text(`teach.worthStarts.${start}`)}: ${curve(start)}.`,
  );
  return (
    <>
      <p className="note">{text("teach.worthSays", { gains: list(gains) })}</p>
      <figure className="worth">
        <PlotFigure
          draw={draw}
          label={text("teach.worthWords", { curves: words.join(" ") })}
        />
        <figcaption className="note">
          {STARTS.map((start) => (
            <span key={start} className={`key worth-${start}`}>
              {text(`teach.worthStarts.${start}`)}
            </span>
          ))}
          <Source />
        </figcaption>
      </figure>
      <details className="disclosure">
        <summary>{text("teach.chartTable")}</summary>
        <WorthTable />
      </details>
    </>
  );
}

/** Whose figures these are; another checkpoint's would differ. */
function Source() {
  const text = useText();
  const loaded = useApp((state) => loadedModels(state)?.hypernetwork);
  const registry = useApp((state) => state.registry);
  const words = ({ id, label }: { id: string; label: string }) =>
    text("teach.worthModel", { label, base: baseOf(registry, id).name });
  const model = words(hypernetwork);
  const isOther = loaded && loaded.sha256 !== hypernetwork.sha256;
  return (
    <p>
      {text("teach.worthSource", { tasks, inputs, model })}{" "}
      {text(`teach.worthEngine.${engine}`, {
        base: baseOf(registry, hypernetwork.id).name,
      })}
      {isOther && (
        <strong>
          {" "}
          {text("teach.worthOther", { model: words(loaded), measured: model })}
        </strong>
      )}
    </p>
  );
}

function WorthTable() {
  const text = useText();
  const { percent } = useQuantities();
  return (
    <TableRegion scrolls="wide" label={text("teach.worth")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text("teach.worthExamples")}</th>
            {STARTS.map((start) => (
              <th key={start} scope="col">
                {text(`teach.worthStarts.${start}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {curves.generated.map(({ examples }, index) => (
            <tr key={examples}>
              <th scope="row">{examples}</th>
              {STARTS.map((start) => {
                const { score, low, high } = curves[start][index]!;
                return (
                  <td key={start}>
                    {text("teach.worthInterval", {
                      score: percent(score),
                      low: percent(low),
                      high: percent(high),
                    })}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}
