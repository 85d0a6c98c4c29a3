/** Deck tab "Demos": a task of each family, with how often it is right, failures included. */
import { type MeasuredDemo, demosByOutcome } from "../../tasks/demoOutcomes";
import {
  DEMO_HYPERNETWORK,
  DEMO_INPUTS,
  DEMO_LESSON_EXAMPLES,
  type DemoScore,
} from "../../tasks/demoScores";
import { type BaseModelRecord, baseOf } from "../../shared/models";
import { type AppState, loadedModels } from "../../store/state";
import "./demos.css";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function DemosPanel() {
  const text = useText();
  const { label: model } = DEMO_HYPERNETWORK;
  const base = useApp(measuredBase).name;
  return (
    <div className="demos">
      <h2 className="heading">{text("demos.heading")}</h2>
      <p className="note demos-rule">{text("demos.rule")}</p>
      <p className="note">
        {text("demos.measured", { inputs: DEMO_INPUTS, model, base })}
        <OtherModel />
      </p>
      <p className="note">
        {text("demos.taughtNote", { examples: DEMO_LESSON_EXAMPLES })}
      </p>
      {demosByOutcome().map(({ outcome, demos }) => (
        <section key={outcome} aria-labelledby={`demos-${outcome}`}>
          <h3 id={`demos-${outcome}`} className="subheading">
            {text(outcome ? `demos.${outcome}` : "demos.notMeasured")}
          </h3>
          {outcome && <p className="note">{text(`demos.${outcome}Note`)}</p>}
          <ul className="demo-list">
            {demos.map((demo) => (
              <DemoCard key={demo.task} demo={demo} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** The counts belong to the weights they were measured with. */
function OtherModel() {
  const text = useText();
  const measured = useApp(measuredBase);
  const loaded = useApp(loadedModels);
  if (!loaded || loaded.hypernetwork?.sha256 === DEMO_HYPERNETWORK.sha256) return null;
  const { hypernetwork, base: ours } = loaded;
  const note =
    hypernetwork && ours.id === measured.id
      ? text("demos.otherModel", {
          model: hypernetwork.label,
          measured: DEMO_HYPERNETWORK.label,
        })
      : text("demos.otherBase", { base: ours.label, measured: measured.name });
  return <strong> {note}</strong>;
}

/** The base model that the counts are of. */
function measuredBase({ registry }: AppState): BaseModelRecord {
  return baseOf(registry, DEMO_HYPERNETWORK.id);
}

function DemoCard({ demo }: { demo: MeasuredDemo }) {
  const { family, description, message, answer, score } = demo;
  const text = useText();
  const { runDemo } = useActions();
  const name = text(`demos.families.${family}`);
  return (
    <li className="demo">
      <div className="demo-head">
        <h4 className="demo-family">{name}</h4>
        <button
          type="button"
          className="button small"
          aria-label={text("demos.runNamed", { name })}
          onClick={() => {
            document.getElementById("describe-heading")?.scrollIntoView();
            void runDemo({ description, message });
          }}
        >
          {text("demos.run")}
        </button>
      </div>
      <p>{description}</p>
      <dl className="demo-pair">
        <dt>{text("demos.message")}</dt>
        <dd>{message}</dd>
        <dt>{text("demos.answer")}</dt>
        <dd>{answer}</dd>
      </dl>
      {score && <Scores score={score} />}
    </li>
  );
}

function Scores({ score }: { score: DemoScore }) {
  const text = useText();
  return (
    <dl className="demo-scores">
      {(["base", "prompt", "adapter", "taught"] as const).map((condition) => {
        const correct = score[condition];
        if (correct === undefined) return null;
        return (
          <div key={condition} className={`demo-${condition}`}>
            <dt>{text(`demos.${condition}`, { examples: DEMO_LESSON_EXAMPLES })}</dt>
            <dd className="figure">
              <span className="demo-track" aria-hidden="true">
                <svg viewBox="0 0 100 4" preserveAspectRatio="none">
                  <rect width={(100 * correct) / DEMO_INPUTS} height="4" />
                </svg>
              </span>
              {text("demos.count", { correct, total: DEMO_INPUTS })}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
