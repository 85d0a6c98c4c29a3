/** The box for a text with examples, pasted, typed, dropped or from a file, and what it says. */
import { useId } from "react";
import { MOST_EXAMPLES } from "../../store/limits";
import { FilePicker } from "../files/FilePicker";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { ReadingChoices } from "./ReadingChoices";
import { ReadingPreview } from "./ReadingPreview";

export function ExampleReader({ focuses = false }: { focuses?: boolean }) {
  const text = useText();
  const { megabytes } = useQuantities();
  const { text: content, read, problem } = useApp((state) => state.examples.reading);
  const { readExampleText, takeReading, dismissReading } = useActions();
  const id = useId();
  const count = read?.examples.length ?? 0;
  return (
    <div className="example-reader">
      <label htmlFor={id} className="subheading">
        {text("examples.text")}
      </label>
      <textarea
        id={id}
        className="field example-text"
        dir="auto"
        spellCheck={false}
        rows={5}
        placeholder={text("examples.placeholder")}
        aria-describedby={`${id}-note`}
        // The button that opened the box has done its work.
        autoFocus={focuses}
        value={content}
        onChange={(event) => void readExampleText(event.target.value)}
      />
      <div className="row">
        <FilePicker
          label={text("examples.file")}
          expected="examples"
          accept=".csv,.tsv,.txt,.jsonl,.json,text/*"
        />
        <span className="note">{text("examples.dropNote")}</span>
      </div>
      <div id={`${id}-note`} role="status" className="example-note">
        {problem && (
          <p className="note warning">
            {text("examples.tooLarge", { most: megabytes(problem.mostBytes) })}
          </p>
        )}
        {content !== "" && !read && <p className="note">{text("examples.reading")}</p>}
        {read && read.format !== "empty" && <ReadingPreview read={read} />}
      </div>
      {read && read.format !== "empty" && <ReadingChoices read={read} />}
      {(count > 0 || content !== "" || focuses) && (
        <div className="row">
          {count > 0 && (
            <button type="button" className="button" onClick={takeReading}>
              {text("examples.take", { count })}
            </button>
          )}
          <button type="button" className="button plain" onClick={dismissReading}>
            {text("examples.cancel")}
          </button>
        </div>
      )}
      {read && read.leftOut > 0 && (
        <p className="note warning">
          {text("examples.leftOut", { count: read.leftOut, most: MOST_EXAMPLES })}
        </p>
      )}
    </div>
  );
}
