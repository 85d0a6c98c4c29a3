/** How often a demo's adapter is right, in few words; nothing for other weights than measured. */
import { DEMO_HYPERNETWORK, DEMO_INPUTS, demoScore } from "../../tasks/demoScores";
import { type AppState, loadedModels } from "../../store/state";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export function DemoRight({ task }: { task: string }) {
  const text = useText();
  const isMeasured = useApp(runsMeasuredWeights);
  const score = demoScore(task);
  if (!isMeasured || !score) return null;
  return (
    <span className="figure quiet">
      {" "}
      {text("describe.right", { correct: score.adapter, total: DEMO_INPUTS })}
    </span>
  );
}

/** Until the models have loaded the chosen ones are taken to have the weights that were measured. */
function runsMeasuredWeights(state: AppState): boolean {
  const loaded = loadedModels(state);
  if (!loaded) return state.hypernetworkId === DEMO_HYPERNETWORK.id;
  return loaded.hypernetwork?.sha256 === DEMO_HYPERNETWORK.sha256;
}
