/** "Correct it" beside an answer: the answer opens for editing and becomes an example. */
import { Suspense, useState } from "react";
import { lazyPart } from "../kit/Part";
import { useText } from "../text/translation";

const CorrectionForm = lazyPart(() =>
  import("./CorrectionForm").then(({ CorrectionForm }) => CorrectionForm),
);

export function CorrectAnswer(props: {
  message: string;
  answer: string;
  column: string;
}) {
  const text = useText();
  const [status, setStatus] = useState<"closed" | "open" | "added">("closed");
  if (status === "open") {
    return (
      <Suspense fallback={null}>
        <CorrectionForm
          message={props.message}
          answer={props.answer}
          onClose={(isAdded) => setStatus(isAdded ? "added" : "closed")}
        />
      </Suspense>
    );
  }
  return (
    <div className="correct" role="status">
      {status === "added" && <span className="note">{text("examples.corrected")} </span>}
      <button
        type="button"
        className="button small plain"
        aria-label={text("examples.correctNamed", { column: props.column })}
        onClick={() => setStatus("open")}
      >
        {text("examples.correct")}
      </button>
    </div>
  );
}
