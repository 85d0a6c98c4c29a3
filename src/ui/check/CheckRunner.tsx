/** Form that runs a check: what counts as right, who answers, starting, stopping, progress. */
import { METRICS } from "../../shared/metrics";
import { COLUMN_KINDS } from "../../store/chat/columnKinds";
import type { CheckState } from "../../store/check/state";
import { ownExamples } from "../../store/check/ownExamples";
import { activeColumns } from "../../store/chat/columns";
import { FEWEST_EXAMPLES } from "../../store/limits";
import { type AppState, currentConversation } from "../../store/state";
import { useColumnName } from "../kit/columnName";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function CheckRunner() {
  const text = useText();
  const check = useApp((state) => state.check);
  const { setCheckMetric, startCheck, stopCheck } = useActions();
  const { progress, metric } = check;
  const isBusy = progress.status !== "idle";
  const isReady = useApp(hasExamples);
  return (
    <div className="check-runner">
      <fieldset className="choices">
        <legend className="subheading">{text("check.metric")}</legend>
        {METRICS.map((each) => (
          <label key={each} className="choice">
            <input
              type="radio"
              name="check-metric"
              checked={metric === each}
              onChange={() => setCheckMetric(each)}
            />
            {text(`check.metrics.${each}`)}
          </label>
        ))}
        <p className="note">{text(`check.metricNote.${metric}`)}</p>
      </fieldset>
      <Answering />
      <button
        type="button"
        className="button primary"
        aria-disabled={progress.status === "stopping" || (!isBusy && !isReady)}
        onClick={() => (isBusy ? stopCheck() : isReady && void startCheck())}
      >
        {buttonWords(text, check)}
      </button>
      <Progress check={check} />
    </div>
  );
}

function hasExamples(state: AppState): boolean {
  return (
    state.check.source.kind === "task" || ownExamples(state).length >= FEWEST_EXAMPLES
  );
}

function buttonWords(text: ReturnType<typeof useText>, check: CheckState): string {
  switch (check.progress.status) {
    case "idle":
      return text(check.result ? "check.again" : "check.run");
    case "waiting":
      return text("check.cancel");
    case "running":
      return text("check.stop");
    case "stopping":
      return text("check.stopping");
    default:
      return check.progress satisfies never;
  }
}

function Answering() {
  const text = useText();
  const { list } = useQuantities();
  const columnName = useColumnName();
  const names = useApp((state) => list(activeColumns(state).map(columnName)));
  const lacksAdapter = useApp(
    (state: AppState) =>
      currentConversation(state).adapter === null &&
      state.columns.some(({ source }) => COLUMN_KINDS[source.kind].adapter === "current"),
  );
  return (
    <p className="note">
      {text("check.who", { names })}
      {lacksAdapter && <span className="warning"> {text("check.noAdapter")}</span>}
    </p>
  );
}

function Progress({ check: { progress, result } }: { check: CheckState }) {
  const text = useText();
  const { secondsLeft } = useQuantities();
  if (progress.status === "idle") return null;
  if (progress.status === "waiting" || !result) {
    return <p className="note">{text("check.waits")}</p>;
  }
  const total = result.total * result.columns.length;
  const seconds = progress.status === "running" ? progress.secondsLeft : null;
  return (
    <div className="check-progress">
      <progress aria-label={text("check.progress")} value={result.answered} max={total} />
      <p className="note">
        <span className="figure">
          {text("check.answered", { done: result.answered, total })}
        </span>
        {seconds !== null && <span className="figure"> · {secondsLeft(seconds)}</span>}
      </p>
    </div>
  );
}
