/** The loss of the taught examples and of those kept back, step by step: lines, words, a table. */
import type { LessonStep } from "../../shared/teaching";
import { TableRegion } from "../kit/TableRegion";
import { type Text, useText } from "../text/translation";

interface Losses {
  steps: readonly LessonStep[];
  heldOutBefore: number | null;
  /** The step whose adapter was kept; absent while the lesson runs. */
  kept?: number;
  /** Number of all steps, while they are not all done. */
  planned?: number;
}

const WIDTH = 320;
const HEIGHT = 96;
/** Room of the labels on the left and beneath. */
const LEFT = 30;
const BENEATH = 16;
const EDGE = 6;

export function LossChart({ steps, heldOutBefore, kept, planned }: Losses) {
  const text = useText();
  // A taught loss is that before its step, a loss of those kept back that after it.
  const taught = steps.map(({ step, taughtLoss }) => ({ x: step - 1, y: taughtLoss }));
  const heldOut = heldOutPoints(steps, heldOutBefore);
  const most = Math.max(...[...taught, ...heldOut].map(({ y }) => y), 0.1);
  const last = planned ?? steps.at(-1)!.step;
  const xOf = (x: number) => LEFT + (x / last) * (WIDTH - LEFT - EDGE);
  const yOf = (y: number) => EDGE + (1 - y / most) * (HEIGHT - EDGE - BENEATH);
  const path = (points: readonly Point[]) =>
    points.map(({ x, y }) => `${xOf(x).toFixed(1)},${yOf(y).toFixed(1)}`).join(" ");
  const dot = ({ x, y }: Point, name: string) => (
    <circle className={name} cx={xOf(x)} cy={yOf(y)} r="3" />
  );
  const best = heldOut.find(({ x }) => x === kept);
  return (
    <figure className="losses">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={chartWords(text, steps, heldOutBefore)}
      >
        <line
          className="axis"
          x1={LEFT}
          x2={WIDTH - EDGE}
          y1={HEIGHT - BENEATH}
          y2={HEIGHT - BENEATH}
        />
        <text x={LEFT - 4} y={EDGE + 8} textAnchor="end">
          {most.toFixed(1)}
        </text>
        <text x={LEFT - 4} y={HEIGHT - BENEATH} textAnchor="end">
          0
        </text>
        <text x={LEFT} y={HEIGHT - 3}>
          0
        </text>
        <text x={WIDTH - EDGE} y={HEIGHT - 3} textAnchor="end">
          {text("teach.chartStep")} {last}
        </text>
        <polyline className="taught-line" points={path(taught)} />
        {taught.length === 1 && dot(taught[0]!, "taught-dot")}
        {heldOut.length > 0 && <polyline className="kept-line" points={path(heldOut)} />}
        {best && dot(best, "kept-dot")}
      </svg>
      <figcaption className="note">
        <span className="key taught-key">{text("teach.chartTaught")}</span>
        {heldOut.length > 0 && (
          <span className="key kept-key">{text("teach.chartHeldOut")}</span>
        )}
        <details className="disclosure">
          <summary>{text("teach.chartTable")}</summary>
          <LossTable steps={steps} heldOutBefore={heldOutBefore} />
        </details>
      </figcaption>
    </figure>
  );
}

interface Point {
  x: number;
  y: number;
}

function heldOutPoints(steps: readonly LessonStep[], before: number | null): Point[] {
  const first = steps[0]!.step - 1;
  return [
    ...(before === null ? [] : [{ x: first, y: before }]),
    ...steps.flatMap(({ step, heldOutLoss }) =>
      heldOutLoss === null ? [] : [{ x: step, y: heldOutLoss }],
    ),
  ];
}

function chartWords(
  text: Text,
  steps: readonly LessonStep[],
  before: number | null,
): string {
  const [first, last] = [steps[0]!, steps.at(-1)!];
  const words = {
    first: first.taughtLoss.toFixed(2),
    from: first.step,
    last: last.taughtLoss.toFixed(2),
    to: last.step,
  };
  return before === null || last.heldOutLoss === null
    ? text("teach.chartWords", words)
    : text("teach.chartWordsHeldOut", {
        ...words,
        before: before.toFixed(2),
        after: last.heldOutLoss.toFixed(2),
      });
}

function LossTable({ steps, heldOutBefore }: Losses) {
  const text = useText();
  const hasHeldOut = heldOutBefore !== null;
  return (
    <>
      <TableRegion scrolls="tall" label={text("teach.chart")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text("teach.tableStep")}</th>
              <th scope="col">{text("teach.tableTaught")}</th>
              {hasHeldOut && <th scope="col">{text("teach.tableHeldOut")}</th>}
            </tr>
          </thead>
          <tbody>
            {hasHeldOut && (
              <tr>
                <th scope="row">0</th>
                <td>–</td>
                <td>{heldOutBefore.toFixed(3)}</td>
              </tr>
            )}
            {steps.map(({ step, taughtLoss, heldOutLoss }) => (
              <tr key={step}>
                <th scope="row">{step}</th>
                <td>{taughtLoss.toFixed(3)}</td>
                {hasHeldOut && <td>{heldOutLoss?.toFixed(3)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
      <p className="note">{text("teach.chartNote")}</p>
    </>
  );
}
