/** The person's own examples: pasted, typed, dropped or from a file, and what was read of them. */
import { useEffect, useId } from "react";
import { FEWEST_EXAMPLES, MOST_EXAMPLES } from "../../store/limits";
import type { CheckState } from "../../store/check/state";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { type Text, useText } from "../text/translation";

type ReadExamples = NonNullable<CheckState["read"]>;
type LineProblem = ReadExamples["problems"][number]["problem"];

export function CheckText() {
  const text = useText();
  const { megabytes } = useQuantities();
  const content = useApp((state) => state.check.text);
  const read = useApp((state) => state.check.read);
  const fileProblem = useApp((state) => state.check.fileProblem);
  const { setCheckText, readCheckFile } = useActions();
  const id = useId();
  const takeFile = (file: File | undefined) => {
    if (file) void readCheckFile(file);
  };
  useMissedDrops();
  return (
    <div
      className="check-text"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        takeFile(event.dataTransfer.files[0]);
      }}
    >
      <label htmlFor={id} className="subheading">
        {text("check.text")}
      </label>
      <textarea
        id={id}
        className="field check-field"
        dir="auto"
        spellCheck={false}
        rows={7}
        placeholder={text("check.placeholder")}
        aria-describedby={`${id}-note`}
        value={content}
        onChange={(event) => void setCheckText(event.target.value)}
      />
      <div className="row">
        <label className="button small file-button">
          {text("check.file")}
          <input
            type="file"
            className="visually-hidden"
            accept=".csv,.tsv,.txt,.jsonl,.json,text/*"
            onChange={(event) => {
              takeFile(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
        <span className="note">{text("check.dropNote")}</span>
      </div>
      <div id={`${id}-note`} role="status" className="check-read">
        {fileProblem && (
          <p className="note warning">
            {text("check.tooLarge", { most: megabytes(fileProblem.mostBytes) })}
          </p>
        )}
        {content !== "" && !read && <p className="note">{text("check.reading")}</p>}
        {read && read.format !== "empty" && <ReadNote read={read} />}
      </div>
    </div>
  );
}

/** A file dropped beside the box would otherwise replace the page by itself. */
function useMissedDrops(): void {
  useEffect(() => {
    const ignore = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    window.addEventListener("dragover", ignore);
    window.addEventListener("drop", ignore);
    return () => {
      window.removeEventListener("dragover", ignore);
      window.removeEventListener("drop", ignore);
    };
  }, []);
}

function ReadNote({ read }: { read: ReadExamples }) {
  const text = useText();
  const { examples, columns, leftOut } = read;
  const format = read.format.toUpperCase();
  return (
    <>
      <p className="note">
        {text("check.read", { count: examples.length, format })}
        {columns && <>; {text("check.columns", columns)}</>}
      </p>
      {examples.length < FEWEST_EXAMPLES && (
        <p className="note warning">{text("check.tooFew", { least: FEWEST_EXAMPLES })}</p>
      )}
      {leftOut > 0 && (
        <p className="note warning">
          {text("check.leftOut", { count: leftOut, most: MOST_EXAMPLES })}
        </p>
      )}
      <Problems problems={read.problems} />
    </>
  );
}

const MOST_SHOWN = 8;

function Problems({ problems }: Pick<ReadExamples, "problems">) {
  const text = useText();
  if (problems.length === 0) return null;
  const hidden = problems.length - MOST_SHOWN;
  return (
    <div className="note warning">
      <p>{text("check.problems", { count: problems.length })}</p>
      <ul className="problems">
        {problems.slice(0, MOST_SHOWN).map(({ line, problem }) => (
          <li key={line}>
            {text("check.line", { line, problem: problemWords(text, problem) })}
          </li>
        ))}
        {hidden > 0 && <li>{text("check.more", { count: hidden })}</li>}
      </ul>
    </div>
  );
}

function problemWords(text: Text, problem: LineProblem): string {
  switch (problem.kind) {
    case "cells":
      return text("check.problem.cells", { count: problem.found });
    case "missing-fields":
      return text("check.problem.missing-fields", {
        found: problem.found.map((name) => `“${name}”`).join(", "),
      });
    case "input-too-long":
    case "answer-too-long":
      return text(`check.problem.${problem.kind}`, {
        length: problem.length,
        most: problem.most,
      });
    default:
      return text(`check.problem.${problem.kind}`);
  }
}
