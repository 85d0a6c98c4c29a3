/** Results of a check: scores with intervals, tests between columns, and the answers. */
import { useMemo } from "react";
import {
  compareColumns,
  repeatedRows,
  scoreColumns,
  scoreRows,
} from "../../store/check/scores";
import type { CheckResult } from "../../store/check/state";
import { useScopeWords } from "../adapter/scopeWords";
import { CheckAnswers } from "./CheckAnswers";
import { CheckScores } from "./CheckScores";
import { CheckTests } from "./CheckTests";
import { useColumnName } from "../kit/columnName";
import { failureWords } from "../kit/failureWords";
import { useQuantities } from "../kit/quantities";
import { saveFile } from "../kit/saveFile";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function CheckResults() {
  const text = useText();
  const result = useApp((state) => state.check.result);
  return (
    <section className="check-results" aria-labelledby="check-results-heading">
      <h2 id="check-results-heading" className="heading">
        {text("check.results")}
      </h2>
      {result ? (
        <Results result={result} />
      ) : (
        <p className="quiet">{text("check.empty")}</p>
      )}
    </section>
  );
}

function Results({ result }: { result: CheckResult }) {
  const columnName = useColumnName();
  const metric = useApp((state) => state.check.metric);
  const { rows, columns, end } = result;
  const scored = useMemo(
    () => scoreRows({ rows, columns }, metric),
    [rows, columns, metric],
  );
  const scores = useMemo(() => scoreColumns({ columns }, scored), [columns, scored]);
  // Tests of a check that is still running would invite stopping at a lucky moment.
  const comparisons = useMemo(
    () => (end.status === "none" ? [] : compareColumns({ columns }, scored)),
    [columns, scored, end.status],
  );
  const names = Object.fromEntries(
    columns.map((column) => [column.id, columnName(column)]),
  );
  return (
    <>
      <Circumstances result={result} />
      {scores.length > 0 && (
        <>
          <CheckScores
            scores={scores}
            names={names}
            tokens={result.maxNewTokens}
            total={rows.length}
          />
          {comparisons.length > 0 && (
            <CheckTests
              comparisons={comparisons}
              names={names}
              repeats={repeatedRows(scored)}
            />
          )}
          <CheckAnswers scored={scored} columns={columns} names={names} metric={metric} />
          <ExportButton names={names} />
        </>
      )}
    </>
  );
}

function Circumstances({ result }: { result: CheckResult }) {
  const text = useText();
  const { list } = useQuantities();
  const columnName = useColumnName();
  const scopeWords = useScopeWords();
  const { source, rows, total, maxNewTokens, strength, scope } = result;
  const { unasked, tooLong, end } = result;
  return (
    <>
      <p>
        {text("check.of", {
          done: rows.length,
          total,
          source:
            source.kind === "own"
              ? text("check.ownSource")
              : text(`check.tasks.${source.id}`),
        })}
      </p>
      <p className="note">
        {text("check.settings", { tokens: maxNewTokens, strength: strength.toFixed(2) })}
      </p>
      {scope && (
        <p className="note">
          {text("steer.scope")}: {scopeWords(scope)}
        </p>
      )}
      {end.status === "stopped" && (
        <p className="note warning">{text("check.stopped")}</p>
      )}
      {end.status === "failed" && (
        <p className="note warning" role="alert">
          {text("check.failed", { failure: failureWords(text, end.failure) })}
        </p>
      )}
      {unasked.map(({ column, failure }) => (
        <p key={column.id} className="note warning" role="alert">
          {text("check.unasked", {
            column: columnName(column),
            failure: failureWords(text, failure),
          })}
        </p>
      ))}
      {tooLong.length > 0 && (
        <p className="note warning">
          {text("check.tooLong", {
            count: tooLong.length,
            lines: list(tooLong.map(String)),
          })}
        </p>
      )}
    </>
  );
}

function ExportButton({ names }: { names: Record<string, string> }) {
  const text = useText();
  const { exportCheck } = useActions();
  async function download(): Promise<void> {
    const file = await exportCheck(names);
    if (file) saveFile(file);
  }
  return (
    <div className="row">
      <button type="button" className="button" onClick={() => void download()}>
        {text("check.export")}
      </button>
    </div>
  );
}
