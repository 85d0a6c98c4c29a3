/** What the adapter on screen was taught, and how that went. */
import { beganAtZero, type Lesson } from "../../shared/teaching";
import { useMemo } from "react";
import { lessonExamples } from "../../store/teaching/examples";
import { currentConversation } from "../../store/state";
import { conversationBefore } from "../../store/teaching/undo";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";
import { LossChart } from "./LossChart";

export function TaughtFacts({ lesson }: { lesson: Lesson }) {
  const text = useText();
  const list = useApp((state) => state.examples.list);
  const isOutdated = useMemo(() => {
    const now = lessonExamples(list).examples;
    return now.length > 0 && JSON.stringify(now) !== JSON.stringify(lesson.examples);
  }, [list, lesson]);
  const canUndo = useApp((state) => conversationBefore(state) !== null);
  const { before, examples, steps, keptStep, heldOutBefore } = lesson;
  const after = steps.find(({ step }) => step === keptStep)?.heldOutLoss ?? null;
  return (
    <>
      <p>
        {text("teach.taught", {
          count: keptStep,
          examples: text("teach.examples", { count: examples.length }),
        })}
        {beganAtZero(lesson) && ` ${text("teach.fromZero")}`}
        {before && ` ${text("teach.fromTaught")}`}
      </p>
      <Score lesson={lesson} />
      <LossChart steps={steps} heldOutBefore={heldOutBefore} kept={keptStep} />
      {isOutdated && <p className="note">{text("teach.otherExamples")}</p>}
      {keptStep < steps.length && (
        <p className="note">
          {text("teach.keptBest", { steps: steps.length, kept: keptStep })}
        </p>
      )}
      {heldOutBefore !== null && after !== null && after > heldOutBefore && (
        <p className="note warning">
          {text(canUndo ? "teach.noBetter" : "teach.noBetterHere", {
            before: heldOutBefore.toFixed(2),
            after: after.toFixed(2),
          })}
        </p>
      )}
    </>
  );
}

/** What of the examples kept back the adapter on screen answers right. */
function Score({ lesson }: { lesson: Lesson }) {
  const text = useText();
  const checksum = useApp((state) => currentConversation(state).adapter?.checksum ?? "");
  const score = useApp((state) => state.teaching.scores[checksum]);
  const isScoring = useApp((state) => state.teaching.scoring === checksum);
  if (score) {
    const { before, ...counts } = score;
    return (
      <p role="status">
        <strong>
          {before === null
            ? text("teach.scoreAlone", counts)
            : text("teach.score", { ...counts, before })}
        </strong>
      </p>
    );
  }
  return isScoring ? (
    <p className="note" role="status">
      {text("teach.scoring", { count: lesson.heldOut.length })}
    </p>
  ) : null;
}
