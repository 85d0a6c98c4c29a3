/** Answers of the check, first of all where the columns disagree. */
import { useState } from "react";
import type { Metric } from "../../shared/metrics";
import type { ScoredRow } from "../../store/check/scores";
import type { AskedColumn } from "../../store/chat/conversationState";
import { useQuantities } from "../kit/quantities";
import { useText } from "../text/translation";

const FIRST_SHOWN = 20;

export function CheckAnswers(props: {
  scored: readonly ScoredRow[];
  columns: readonly AskedColumn[];
  names: Record<string, string>;
  metric: Metric;
}) {
  const { scored, columns, names, metric } = props;
  const text = useText();
  const [onlyDisagreements, setOnlyDisagreements] = useState(true);
  const [showsAll, setShowsAll] = useState(false);
  const disagreements = scored.filter(({ disagrees }) => disagrees);
  const chosen = onlyDisagreements ? disagreements : scored;
  const shown = showsAll ? chosen : chosen.slice(0, FIRST_SHOWN);
  return (
    <div className="check-part">
      <h3 className="subheading">{text("check.answers")}</h3>
      <label className="choice">
        <input
          type="checkbox"
          checked={onlyDisagreements}
          onChange={(event) => setOnlyDisagreements(event.target.checked)}
        />
        {text("check.onlyDisagreements", { count: disagreements.length })}
      </label>
      {chosen.length === 0 ? (
        <p className="quiet">{text("check.agree")}</p>
      ) : (
        <div
          className="wide-table answers-table"
          tabIndex={0}
          role="region"
          aria-label={text("check.answers")}
        >
          <table className="comparison">
            <thead>
              <tr>
                <th scope="col">{text("check.lineHeading")}</th>
                <th scope="col">{text("check.input")}</th>
                <th scope="col">{text("check.expected")}</th>
                {columns.map(({ id }) => (
                  <th key={id} scope="col">
                    {names[id]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ row, scores }) => (
                <tr key={row.line}>
                  <th scope="row" className="figure">
                    {row.line}
                  </th>
                  <td dir="auto">{row.input}</td>
                  <td dir="auto">{row.expected}</td>
                  {columns.map(({ id }) => (
                    <td key={id} dir="auto">
                      <Verdict score={scores[id]!} metric={metric} />{" "}
                      {row.answers[id]!.text || (
                        <span className="quiet">{text("chat.noText")}</span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < chosen.length && (
        <button type="button" className="button small" onClick={() => setShowsAll(true)}>
          {text("check.showAll", { count: chosen.length })}
        </button>
      )}
    </div>
  );
}

/** A sign and a word, or for ROUGE the score itself. */
function Verdict({ score, metric }: { score: number; metric: Metric }) {
  const text = useText();
  const { percent } = useQuantities();
  if (metric === "rouge") return <span className="figure quiet">{percent(score)}</span>;
  return (
    <span className={score === 1 ? "verdict right" : "verdict wrong"}>
      <span aria-hidden="true">{score === 1 ? "✓" : "✗"}</span>
      <span className="visually-hidden">
        {text(score === 1 ? "check.right" : "check.wrong")}
      </span>
    </span>
  );
}
