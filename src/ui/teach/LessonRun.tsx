/** A lesson while it waits and runs, and how it ended. */
import type { LessonRun as Run } from "../../store/teaching/state";
import { failureWords } from "../kit/failureWords";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { LossChart } from "./LossChart";

export function LessonRun() {
  const text = useText();
  const run = useApp((state) => state.teaching.run);
  const isKept = useApp((state) => state.teaching.isKept);
  const isOnScreen = useApp(({ currentKey }) =>
    run.status === "finished" ? run.key === currentKey : true,
  );
  const isAnswering = useApp((state) => state.answering.status !== "idle");
  const { selectConversation, stopTeaching } = useActions();
  switch (run.status) {
    case "idle":
      return null;
    case "waiting":
      return (
        <>
          <p className="note" role="status">
            {text(run.for === "models" ? "teach.afterModels" : "teach.afterAdapter")}
          </p>
          <div className="row">
            <button type="button" className="button" onClick={stopTeaching}>
              {text("teach.cancel")}
            </button>
          </div>
        </>
      );
    case "running":
    case "stopping":
      return <Running run={run} />;
    case "finished":
      return isOnScreen ? (
        isKept === false && <p className="note warning">{text("teach.notKept")}</p>
      ) : (
        <p className="note" role="status">
          {text("teach.elsewhere")}{" "}
          <button
            type="button"
            className="button small"
            aria-disabled={isAnswering}
            onClick={() => void selectConversation(run.key)}
          >
            {text("teach.show")}
          </button>
        </p>
      );
    case "failed":
      return (
        <p className="note warning" role="alert">
          {text("teach.failed", { failure: failureWords(text, run.failure) })}
        </p>
      );
    default:
      return run satisfies never;
  }
}

function Running({ run }: { run: Extract<Run, { status: "running" | "stopping" }> }) {
  const text = useText();
  const { secondsLeft } = useQuantities();
  const { stopTeaching } = useActions();
  const { status, isReady, steps, done, heldOutBefore } = run;
  const step = done.at(-1)?.step ?? 0;
  const isAllOrNothing = step === 0 || run.isRepeat;
  const words =
    status === "stopping"
      ? "teach.stopping"
      : isAllOrNothing
        ? "teach.cancel"
        : "teach.stop";
  return (
    <>
      <progress aria-label={text("teach.progress")} value={step} max={steps} />
      <p className="note">
        {isReady ? (
          <span className="figure">
            {text("teach.step", { step: Math.min(steps, step + 1), steps })}
          </span>
        ) : (
          text("teach.opening")
        )}
        {" · "}
        <span className="figure">{secondsLeft(run.secondsLeft)}</span>
      </p>
      {done.length > 0 && (
        <LossChart steps={done} heldOutBefore={heldOutBefore} planned={steps} />
      )}
      <p className="note">{text("teach.keepsAsking")}</p>
      <div className="row">
        <button
          type="button"
          className="button"
          aria-disabled={status === "stopping"}
          onClick={stopTeaching}
        >
          {text(words)}
        </button>
      </div>
    </>
  );
}
