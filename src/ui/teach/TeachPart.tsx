/** Teaching the adapter from the examples: what will be taught, the lesson, going back. */
import { useMemo } from "react";
import { lessonExamples, neverTaught } from "../../store/teaching/examples";
import { lessonSeconds } from "../../store/teaching/estimate";
import {
  isChosenForNew,
  nextSettings,
  taughtBefore,
} from "../../store/teaching/settings";
import { CONTEXT_LENGTH, MOST_EXAMPLES } from "../../store/limits";
import { currentConversation, loadedModels } from "../../store/state";
import type { ListedExample } from "../../store/examples/state";
import { conversationBefore } from "../../store/teaching/undo";
import { repeatsOf } from "../../store/examples/roles";
import { focusExample } from "../examples/focusExample";
import { useQuantities } from "../kit/quantities";
import { useShallow } from "zustand/react/shallow";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { LessonRun } from "./LessonRun";
import { LessonSettings } from "./LessonSettings";
import { Interrupted, LinkedNote, MissingNumbers } from "./Recovery";
import { SentenceWorth } from "./SentenceWorth";
import { TaughtFacts } from "./TaughtFacts";
import "./teach.css";

export function TeachPart() {
  const text = useText();
  const status = useApp((state) => state.teaching.run.status);
  const lesson = useApp((state) => currentConversation(state).adapter?.lesson);
  const isBusy = status === "waiting" || status === "running" || status === "stopping";
  return (
    <section className="teach" aria-labelledby="teach-heading">
      <h3 id="teach-heading" className="subheading">
        {text("teach.heading")}
      </h3>
      {lesson && !isBusy && <TaughtFacts lesson={lesson} />}
      <LessonRun />
      {!isBusy && (
        <>
          <Interrupted />
          <MissingNumbers />
          <LinkedNote />
        </>
      )}
      {!isBusy && <Begin />}
      <SentenceWorth />
    </section>
  );
}

/** What a lesson would teach and how long it would take, and its buttons. */
function Begin() {
  const text = useText();
  const list = useApp((state) => state.examples.list);
  const settings = useApp(useShallow(nextSettings));
  const msPerToken = useApp((state) => state.teaching.msPerToken);
  const isTaught = useApp((state) => Boolean(currentConversation(state).adapter?.lesson));
  const isOtherwise = useApp(isChosenForNew);
  const canGoOn = useApp((state) => {
    const { adapter, isAdapterLoaded } = currentConversation(state);
    return isAdapterLoaded && adapter?.goesOnFrom !== undefined;
  });
  const canUndo = useApp((state) => conversationBefore(state) !== null);
  const isAnswering = useApp((state) => state.answering.status !== "idle");
  const { teach, teachOn, undoTeaching, addExample } = useActions();
  const taughtOn = useApp(taughtBefore);
  const size = useMemo(() => lessonExamples(list), [list]);
  const isContradictory = useMemo(
    () => [...repeatsOf(list).values()].includes("contradiction"),
    [list],
  );
  const count = size.examples.length;
  const checked = useMemo(
    () => neverTaught(size.heldOut, taughtOn).length,
    [size, taughtOn],
  );
  const leftOut = size.heldOut.length - checked;
  const seconds = Math.max(
    1,
    Math.round(lessonSeconds(size, settings.steps, msPerToken)),
  );

  function add(): void {
    addExample();
    focusExample(list.length + 1, "input");
  }

  return (
    <>
      {count === 0 ? (
        <p className="note">
          {text(size.heldOut.length > 0 ? "teach.allKeptBack" : "teach.needsExamples")}
        </p>
      ) : (
        <p className="note">
          {text(checked > 0 ? "teach.planChecked" : "teach.plan", {
            count,
            checked,
            seconds,
          })}
        </p>
      )}
      {leftOut > 0 && count > 0 && (
        <p className="note">{text("teach.taughtBefore", { count: leftOut })}</p>
      )}
      {isContradictory && count > 0 && (
        <p className="note warning">{text("teach.contradictions")}</p>
      )}
      <LongNote list={list} />
      <div className="row">
        {count === 0 && !isTaught ? (
          <button
            type="button"
            className="button"
            aria-disabled={list.length >= MOST_EXAMPLES}
            onClick={add}
          >
            {text("examples.add")}
          </button>
        ) : (
          <button
            type="button"
            className="button primary accent"
            aria-disabled={count === 0}
            onClick={() => count > 0 && void teach()}
          >
            {text(isTaught ? "teach.again" : "teach.teach")}
          </button>
        )}
        {isTaught && (
          <button type="button" className="button" onClick={() => void teachOn()}>
            {text("teach.on", { count: settings.steps })}
          </button>
        )}
        {canUndo && (
          <button
            type="button"
            className="button"
            aria-disabled={isAnswering}
            onClick={() => void undoTeaching()}
          >
            {text("teach.undo")}
          </button>
        )}
      </div>
      {isOtherwise && <p className="note">{text("teach.onAsBegun")}</p>}
      {isTaught && !canGoOn && <p className="note">{text("teach.onAfresh")}</p>}
      {(count > 0 || isTaught) && <LessonSettings />}
    </>
  );
}

/** Characters of a token, at least about: of most texts one has more. */
const CHARACTERS_PER_TOKEN = 3;

/** The examples that may not fit into a lesson, before one is begun. */
function LongNote({ list }: { list: readonly ListedExample[] }) {
  const text = useText();
  const { list: listed, count } = useQuantities();
  const most = useApp((state) => loadedModels(state)?.contextLength ?? CONTEXT_LENGTH);
  const long = list.flatMap(({ input, expected }, index) =>
    input.length + expected.length > CHARACTERS_PER_TOKEN * most
      ? [String(index + 1)]
      : [],
  );
  if (long.length === 0) return null;
  return (
    <p className="note warning">
      {text("teach.long", {
        count: long.length,
        places: listed(long),
        most: count(most),
      })}
    </p>
  );
}
