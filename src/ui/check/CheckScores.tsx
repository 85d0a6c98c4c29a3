/** Every column's score as a dot on its 95 % interval, and in figures. */
import type { ColumnScore } from "../../store/check/scores";
import { useQuantities } from "../kit/quantities";
import { TableRegion } from "../kit/TableRegion";
import { useText } from "../text/translation";

export function CheckScores(props: {
  scores: readonly ColumnScore[];
  names: Record<string, string>;
  tokens: number;
  /** Number of examples. */
  total: number;
}) {
  const { scores, names, tokens, total } = props;
  const text = useText();
  const { percent } = useQuantities();
  return (
    <div className="check-part">
      <TableRegion scrolls="wide" label={text("check.scores")}>
        <table className="comparison score-table">
          <thead>
            <tr>
              <th scope="col">{text("check.column")}</th>
              <th scope="col">{text("check.score")}</th>
              <td aria-hidden="true" />
              <th scope="col">{text("check.interval")}</th>
              <th scope="col">{text("check.cut")}</th>
            </tr>
          </thead>
          <tbody>
            {scores.map(({ id, score, low, high, cut, taught }) => (
              <tr key={id}>
                <th scope="row">
                  {names[id]}
                  {taught > 0 && (
                    <span className="note warning taught">
                      {text("check.taughtOn", { count: taught, total })}
                    </span>
                  )}
                </th>
                <td className="figure">
                  <strong>{percent(score)}</strong>
                </td>
                <td className="score-drawing" aria-hidden="true">
                  <IntervalDrawing score={score} low={low} high={high} />
                </td>
                <td className="figure">
                  {percent(low)} – {percent(high)}
                </td>
                <td className="figure">{cut}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
      {scores.some(({ taught }) => taught > 0) && (
        <p className="note warning">{text("check.taughtNote")}</p>
      )}
      <p className="note">{text("check.cutNote", { tokens })}</p>
    </div>
  );
}

const WIDTH = 200;
const HEIGHT = 16;

/** Score and interval on a line from 0 at the left edge to 1 at the right. */
function IntervalDrawing(props: { score: number; low: number; high: number }) {
  const { score, low, high } = props;
  const middle = HEIGHT / 2;
  const xOf = (value: number) => 4 + value * (WIDTH - 8);
  return (
    <svg className="interval" viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <line className="axis" x1={xOf(0)} x2={xOf(1)} y1={middle} y2={middle} />
      <line className="range" x1={xOf(low)} x2={xOf(high)} y1={middle} y2={middle} />
      <circle cx={xOf(score)} cy={middle} r="4" />
    </svg>
  );
}
