/** An answer opened for editing, which becomes an example. */
import { isBlank } from "../../shared/text/characters";
import { type KeyboardEvent, useId, useState } from "react";
import { MOST_EXAMPLES } from "../../store/limits";
import { isComposing, onShortcut } from "../kit/shortcut";
import { useActions } from "../storeContext";
import { useText } from "../text/translation";

export function CorrectionForm(props: {
  message: string;
  answer: string;
  /** Told whether an example was made. */
  onClose: (isAdded: boolean) => void;
}) {
  const { message, answer, onClose } = props;
  const text = useText();
  const { correctAnswer } = useActions();
  const id = useId();
  const [draft, setDraft] = useState(answer);
  const [isFull, setFull] = useState(false);
  const isEmpty = isBlank(draft);

  function add(): void {
    if (isEmpty) return;
    if (correctAnswer(message, draft.trim())) onClose(true);
    else setFull(true);
  }

  /** Escape closes this alone; elsewhere it stops what is being answered. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Escape" && !isComposing(event.nativeEvent)) {
      event.stopPropagation();
      onClose(false);
    } else {
      onShortcut(add)(event);
    }
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
      {isFull && (
        <p className="note warning" role="alert">
          {text("examples.full", { most: MOST_EXAMPLES })}
        </p>
      )}
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
          onClick={() => onClose(false)}
        >
          {text("examples.cancel")}
        </button>
      </div>
    </div>
  );
}
