/** Descriptions to start from, with how often each is right. */
import { DEMO_HYPERNETWORK, DEMO_INPUTS, demoScore } from "../../tasks/demoScores";
import { FIRST_DEMOS } from "../../tasks/firstDemos";
import { type AppState, loadedModels } from "../../store/state";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function FirstDemos() {
  const text = useText();
  const { pickDemo } = useActions();
  const description = useApp((state) => state.description);
  const isMeasured = useApp(runsMeasuredWeights);
  return (
    <div className="first-demos">
      <h3 className="subheading">{text("describe.orTry")}</h3>
      <ul className="first-demo-list">
        {FIRST_DEMOS.map((demo) => (
          <li key={demo.task}>
            <button
              type="button"
              className="first-demo"
              aria-pressed={description === demo.description}
              title={demo.description}
              onClick={() => pickDemo(demo)}
            >
              {text(`demo.${demo.task}`)}
              {isMeasured && <Right task={demo.task} />}
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
