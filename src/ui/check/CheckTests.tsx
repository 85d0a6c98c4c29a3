/**
 * Tests of every column against every other: the difference, how sure it is, and what may be
 * said.
 */
import { fewestToTell } from "../../shared/statistics";
import type { Comparison } from "../../store/check/scores";
import { useQuantities } from "../kit/quantities";
import { TableRegion } from "../kit/TableRegion";
import { useText } from "../text/translation";

export function CheckTests(props: {
  comparisons: readonly Comparison[];
  names: Record<string, string>;
  /** Number of rows that ask what an earlier one asks. */
  repeats: number;
}) {
  const { comparisons, names, repeats } = props;
  const text = useText();
  return (
    <div className="check-part">
      <h3 className="subheading">{text("check.tests")}</h3>
      <TableRegion scrolls="wide" label={text("check.tests")}>
        <table className="comparison">
          <thead>
            <tr>
              <th scope="col">{text("check.column")}</th>
              <th scope="col">{text("check.difference")}</th>
              <th scope="col">{text("check.correctedInterval")}</th>
              <th scope="col">{text("check.pValue")}</th>
              <th scope="col">{text("check.adjusted")}</th>
              <th scope="col">{text("check.verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {comparisons.map((comparison) => (
              <ComparisonRow
                key={`${comparison.left} ${comparison.right}`}
                comparison={comparison}
                names={names}
              />
            ))}
          </tbody>
        </table>
      </TableRegion>
      {repeats > 0 && (
        <p className="note warning">{text("check.repeats", { count: repeats })}</p>
      )}
      <p className="note">
        {text("check.testsNote", {
          count: comparisons.length,
          fewest: fewestToTell(comparisons.length),
        })}{" "}
        {text(
          comparisons.every(({ isExact }) => isExact)
            ? "check.testsCounted"
            : "check.testsSampled",
        )}
      </p>
    </div>
  );
}

function ComparisonRow(props: { comparison: Comparison; names: Record<string, string> }) {
  const { left, right, score, low, high, pValue, adjustedPValue, verdict } =
    props.comparison;
  const text = useText();
  const { signedPercent } = useQuantities();
  return (
    <tr>
      <th scope="row">
        {text("check.pair", {
          left: props.names[left] ?? left,
          right: props.names[right] ?? right,
        })}
      </th>
      <td className="figure">{signedPercent(score)}</td>
      <td className="figure">
        {signedPercent(low)} – {signedPercent(high)}
      </td>
      <td className="figure">{probability(pValue)}</td>
      <td className="figure">{probability(adjustedPValue)}</td>
      <td>{text(`check.verdicts.${verdict}`)}</td>
    </tr>
  );
}

function probability(value: number): string {
  return value < 0.001 ? "< 0.001" : value.toFixed(3);
}
