/** A lesson that ended early, and a taught adapter whose numbers are not here. */
import { useMemo } from "react";
import { lessonExamples } from "../../store/teaching/examples";
import { lessonSeconds, repeatSeconds } from "../../store/teaching/estimate";
import { repeatableHere } from "../../store/teaching/linked";
import { currentConversation } from "../../store/state";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function Interrupted() {
  const text = useText();
  const interrupted = useApp((state) => state.teaching.interrupted);
  // Numbers that grew beyond bounds would do so again.
  const canGoOn = useApp(
    ({ teaching: { run } }) =>
      run.status !== "failed" ||
      run.failure.code !== "lesson-failed" ||
      run.failure.fault.kind === "other-models",
  );
  const { resumeLesson, dropInterrupted } = useActions();
  if (!interrupted) return null;
  const { description, step, steps } = interrupted;
  return (
    <div className="teach-note" role="status">
      <p className="note">{text("teach.interrupted", { step, steps })}</p>
      <p className="made-from" dir="auto">
        {description || text("teach.interruptedZero")}
      </p>
      <div className="row">
        {canGoOn && (
          <button
            type="button"
            className="button small"
            onClick={() => void resumeLesson("go-on")}
          >
            {text("teach.goOn")}
          </button>
        )}
        <button
          type="button"
          className="button small"
          onClick={() => void resumeLesson("keep")}
        >
          {text("teach.keepIt")}
        </button>
        <button
          type="button"
          className="button small plain"
          onClick={() => void dropInterrupted()}
        >
          {text("teach.discard")}
        </button>
      </div>
    </div>
  );
}

/** Note on the adapter on screen, where it is known what it was taught but not what it learnt. */
export function MissingNumbers() {
  const text = useText();
  const adapter = useApp((state) => currentConversation(state).adapter);
  const isMissing = useApp(({ teaching, ...state }) => {
    const { adapter, isAdapterLoaded } = currentConversation({ teaching, ...state });
    return !isAdapterLoaded && teaching.missing.includes(adapter?.checksum ?? "");
  });
  const msPerToken = useApp((state) => state.teaching.msPerToken);
  const { repeatLesson } = useActions();
  if (!adapter || !isMissing) return null;
  if (adapter.blendedWith) {
    return <p className="note warning">{text("steer.mixedMissing")}</p>;
  }
  const { lesson, imported } = adapter;
  // No words make the start of the lesson again, and ImportedFacts says so.
  if (!lesson || imported) return null;
  const seconds = Math.round(repeatSeconds(lesson, msPerToken));
  return (
    <>
      <p className="note warning">{text("teach.missing", { seconds })}</p>
      <div className="row">
        <button type="button" className="button" onClick={() => void repeatLesson()}>
          {text("teach.repeat")}
        </button>
      </div>
    </>
  );
}

/** What the sender of the opened link had taught, to be repeated here. */
export function LinkedNote() {
  const text = useText();
  const linked = useApp(repeatableHere);
  const list = useApp((state) => state.examples.list);
  const msPerToken = useApp((state) => state.teaching.msPerToken);
  const { repeatLinked } = useActions();
  const size = useMemo(() => lessonExamples(list), [list]);
  if (!linked || size.examples.length === 0) return null;
  // Of each lesson the step that its last part ends at.
  const count = linked.lessons.reduce((sum, { parts }) => sum + parts.at(-1)!.until, 0);
  const seconds = Math.round(lessonSeconds(size, count, msPerToken));
  return (
    <>
      <p className="note">
        {text("teach.linked", { count, seconds })}
        {linked.untold &&
          ` ${text(linked.untold === "gone" ? "teach.linkedOthers" : "teach.linkedLong")}`}
      </p>
      <div className="row">
        <button type="button" className="button" onClick={() => void repeatLinked()}>
          {text("teach.repeat")}
        </button>
      </div>
    </>
  );
}
