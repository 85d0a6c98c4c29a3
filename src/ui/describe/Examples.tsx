/** Descriptions to start from, with how often each is right. */
import { DEMO_HYPERNETWORK, DEMO_INPUTS, demoScore } from "../../store/demos/demoScores";
import { EXAMPLES } from "../../store/demos/examples";
import { type AppState, loadedModels } from "../../store/state";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function Examples() {
  const text = useText();
  const { pickDemo } = useActions();
  const description = useApp((state) => state.description);
  const isMeasured = useApp(runsMeasuredWeights);
  return (
    <div className="examples">
      <h3 className="subheading">{text("describe.orTry")}</h3>
      <ul className="example-list">
        {EXAMPLES.map((example) => (
          <li key={example.task}>
            <button
              type="button"
              className="example"
              aria-pressed={description === example.description}
              title={example.description}
              onClick={() => pickDemo(example)}
            >
              {text(`demo.${example.task}`)}
              {isMeasured && <Right task={example.task} />}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Right({ task }: { task: string }) {
  const text = useText();
  const score = demoScore(task);
  if (!score) return null;
  return (
    <span className="figure quiet">
      {" "}
      {text("describe.right", { correct: score.adapter, total: DEMO_INPUTS })}
    </span>
  );
}

/** Until the models have loaded they are taken to be the ones that were measured. */
function runsMeasuredWeights(state: AppState): boolean {
  const loaded = loadedModels(state)?.hypernetwork;
  return !loaded || loaded.sha256 === DEMO_HYPERNETWORK.sha256;
}
