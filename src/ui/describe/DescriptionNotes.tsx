/** Beneath the description: how good the checkpoint is, and what another language costs. */
import languageScores from "../../tasks/languageScores.json";
import { baseModel, loadedModels } from "../../store/state";
import { useQuantities } from "../kit/quantities";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export function DescriptionNotes() {
  return (
    <div className="foot">
      <LanguageNote />
      <div className="accuracy">
        <AccuracyNote />
      </div>
    </div>
  );
}

function AccuracyNote() {
  const text = useText();
  const { percent } = useQuantities();
  const hypernetwork = useApp((state) => loadedModels(state)?.hypernetwork);
  const baseName = useApp((state) => baseModel(state).name);
  const { own, base } = hypernetwork?.evaluation?.conditions ?? {};
  if (!hypernetwork?.evaluation || !own) return null;
  const facts = {
    model: hypernetwork.label,
    own: percent(own.score),
    count: hypernetwork.evaluation.tasks,
  };
  return (
    <p className="note">
      {base
        ? text("describe.accuracyBeside", {
            ...facts,
            baseModel: baseName,
            base: percent(base.score),
          })
        : text("describe.accuracy", facts)}
    </p>
  );
}

/** The numbers are those of the weights they were measured with, and shown with no others. */
function LanguageNote() {
  const text = useText();
  const { percent } = useQuantities();
  const loaded = useApp((state) => loadedModels(state)?.hypernetwork);
  const { hypernetwork, tasks, english, chinese, difference } = languageScores;
  return (
    <p className="note">
      {text("describe.english")}
      {(!loaded || loaded.sha256 === hypernetwork.sha256) &&
        ` ${text("describe.languages", {
          tasks,
          english: percent(english.score),
          chinese: percent(chinese.score),
          low: percent(difference.low),
          high: percent(difference.high),
        })}`}
    </p>
  );
}
