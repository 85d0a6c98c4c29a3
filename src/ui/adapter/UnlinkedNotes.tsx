/** Notes beside a link on what goes along in none: a base model, columns, lessons, long lists. */
import { useMemo } from "react";
import { keptExamples } from "../../store/examples/list";
import { linkedColumns } from "../../store/link/columns";
import { linkedExamples } from "../../store/link/exampleFields";
import { untoldExamples } from "../../store/link/lessonFields";
import { baseModel, currentConversation } from "../../store/state";
import { saveFile } from "../kit/saveFile";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function UnlinkedNotes() {
  return (
    <>
      <UnlinkedBase />
      <UnlinkedColumns />
      <UnlinkedLesson />
      <UnlinkedExamples />
    </>
  );
}

/** Note on a base model of one's own, which goes along in no link. */
function UnlinkedBase() {
  const text = useText();
  const { source, files } = useApp(baseModel);
  if (source.kind !== "own") return null;
  const [{ path: file }] = files;
  return <p className="note warning">{text("baseQuestion.unlinked", { file })}</p>;
}

/**
 * Note on what was learnt or read from files, which goes along in no link; a lesson's texts are
 * here with it.
 */
function UnlinkedLesson() {
  const text = useText();
  const adapter = useApp((state) => currentConversation(state).adapter);
  const list = useApp((state) => state.examples.list);
  const lesson = adapter?.lesson;
  const untold = useMemo(
    () => (lesson ? untoldExamples(lesson, list) : null),
    [lesson, list],
  );
  if (adapter?.blendedWith) {
    return <p className="note warning">{text("steer.mixedNoLink")}</p>;
  }
  if (adapter?.imported) {
    return <p className="note warning">{text("imported.noLink")}</p>;
  }
  if (!lesson) return null;
  const words = {
    gone: "teach.noLinkOthers",
    "too-long": "teach.noLinkLong",
    none: "teach.noLink",
  } as const;
  return <p className="note warning">{text(words[untold ?? "none"])}</p>;
}

/** Note on a list that is too long for the link, and goes along as a file. */
function UnlinkedExamples() {
  const text = useText();
  const count = useApp(
    (state) => linkedExamples(keptExamples(currentConversation(state).examples)).missing,
  );
  const { exportExamples } = useActions();
  if (count === 0) return null;
  return (
    <p className="note warning">
      {text("examples.unlinked", { count })}{" "}
      <button
        type="button"
        className="button small"
        onClick={() => void exportExamples().then(saveFile)}
      >
        {text("examples.save")}
      </button>
    </p>
  );
}

/** Note on columns whose adapters a link cannot make again. */
function UnlinkedColumns() {
  const text = useText();
  const count = useApp((state) => state.columns.length - linkedColumns(state).length);
  if (count === 0) return null;
  return <p className="note warning">{text("columns.unlinked", { count })}</p>;
}
