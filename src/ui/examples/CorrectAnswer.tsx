/** "Correct it" beside an answer: the answer opens for editing and becomes an example. */
import { type KeyboardEvent, useId, useState } from "react";
import { isComposing, onShortcut } from "../kit/shortcut";
import { useActions } from "../storeContext";
import { useText } from "../text/translation";

export function CorrectAnswer(props: {
  message: string;
  answer: string;
  column: string;
}) {
  const { message, answer, column } = props;
  const text = useText();
  const { correctAnswer } = useActions();
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [isAdded, setAdded] = useState(false);
  const isEmpty = draft?.trim() === "";

  function add(): void {
    if (draft === null || isEmpty) return;
    correctAnswer(message, draft.trim());
    setDraft(null);
    setAdded(true);
  }

  /** Escape closes this alone; elsewhere it stops what is being answered. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Escape" && !isComposing(event.nativeEvent)) {
      event.stopPropagation();
      setDraft(null);
    } else {
      onShortcut(add)(event);
    }
  }

  if (draft === null) {
    return (
      <div className="correct" role="status">
        {isAdded && <span className="note">{text("examples.corrected")} </span>}
        <button
          type="button"
          className="button small plain"
          aria-label={text("examples.correctNamed", { column })}
          onClick={() => setDraft(answer)}
        >
          {text("examples.correct")}
        </button>
      </div>
    );
  }
  return (
    <div className="correct open">
      <label htmlFor={id} className="subheading">
        {text("examples.correctLabel")}
      </label>
      <textarea
        id={id}
        className="field"
        dir="auto"
        rows={2}
        // Pressing the button means to write here.
        autoFocus
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="row">
        <button
          type="button"
          className="button small"
          aria-disabled={isEmpty}
          onClick={add}
        >
          {text("examples.correctTake")}
        </button>
        <button
          type="button"
          className="button small plain"
          onClick={() => setDraft(null)}
        >
          {text("examples.cancel")}
        </button>
      </div>
    </div>
  );
}
