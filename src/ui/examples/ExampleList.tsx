/** The person's examples beneath the description; what fills the list is fetched when it is used. */
import { Suspense } from "react";
import { lazyPart } from "../kit/Part";
import { completeExamples } from "../../store/examples/list";
import { MOST_EXAMPLES } from "../../store/limits";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { focusExample } from "./focusExample";

const ExampleRows = lazyPart(() =>
  import("./ExampleRows").then(({ ExampleRows }) => ExampleRows),
);
const ExampleNotes = lazyPart(() =>
  import("./ExampleNotes").then(({ ExampleNotes }) => ExampleNotes),
);
const ExampleReader = lazyPart(() =>
  import("./ExampleReader").then(({ ExampleReader }) => ExampleReader),
);

export function ExampleList() {
  const text = useText();
  const list = useApp((state) => state.examples.list);
  const isReaderOpen = useApp((state) => state.examples.isReaderOpen);
  const isUntouched = useApp(
    ({ examples }) =>
      examples.list.length + examples.past.length + examples.missing === 0,
  );
  const { addExample, openReader } = useActions();

  function add(): void {
    addExample();
    focusExample(list.length + 1, "input");
  }

  return (
    <section className="examples" aria-labelledby="examples-heading">
      <h3 id="examples-heading" className="subheading">
        {text("examples.heading")}{" "}
        {list.length > 0 && (
          <span className="figure">
            {text("examples.count", { count: completeExamples(list).length })}
          </span>
        )}
      </h3>
      {list.length === 0 ? (
        <p className="note">{text("examples.empty")}</p>
      ) : (
        <Suspense fallback={null}>
          <ExampleRows />
        </Suspense>
      )}
      <div className="row">
        <button
          type="button"
          className="button small"
          aria-disabled={list.length >= MOST_EXAMPLES}
          onClick={add}
        >
          {text("examples.add")}
        </button>
        <button
          type="button"
          className="button small"
          aria-expanded={isReaderOpen}
          onClick={() => openReader(!isReaderOpen)}
        >
          {text("examples.read")}
        </button>
      </div>
      <Suspense fallback={null}>
        {isReaderOpen && <ExampleReader focuses />}
        {!isUntouched && <ExampleNotes />}
      </Suspense>
    </section>
  );
}
