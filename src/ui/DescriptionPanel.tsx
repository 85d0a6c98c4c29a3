/** Left block: the description, Generate, and examples to start from. */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../shared/description";
import type { HypernetworkEvaluation } from "../shared/engine";
import { MODELS } from "../shared/models";
import { EXAMPLES } from "../store/examples";
import { type GenerationState, loadedModels } from "../store/state";
import { percent } from "./quantities";
import { SHORTCUT, onShortcut } from "./shortcut";
import { useActions, useApp } from "./storeContext";

export function DescriptionPanel() {
  const description = useApp((state) => state.description);
  const generation = useApp((state) => state.generation);
  const { setDescription, generate, cancelGeneration } = useActions();
  const isWaiting = generation.status === "waiting";
  const isRunning = generation.status === "running";
  const failure = generation.status === "failed" ? generation.failure : null;
  return (
    <section className="panel describe" aria-labelledby="describe-heading">
      <h2 id="describe-heading" className="heading">
        Describe the task
      </h2>
      <textarea
        className="field description"
        aria-labelledby="describe-heading"
        aria-describedby="generation-note"
        aria-invalid={failure?.code === "bad-input"}
        placeholder="What should the model do with each message? One sentence."
        rows={4}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        onKeyDown={onShortcut(() => void generate())}
      />
      <LengthNote length={description.length} />
      <div className="row">
        <button
          type="button"
          className="button primary accent"
          aria-disabled={isRunning}
          onClick={() => (isWaiting ? cancelGeneration() : void generate())}
        >
          {isWaiting ? "Cancel" : isRunning ? "Generating …" : "Generate"}
          {!isWaiting && !isRunning && <kbd>{SHORTCUT}</kbd>}
        </button>
        <HypernetworkChoice />
      </div>
      <p
        id="generation-note"
        className={failure ? "note warning" : "note"}
        role={failure ? "alert" : undefined}
      >
        {generationWords(generation)}
      </p>
      <Examples />
      <AccuracyNote />
    </section>
  );
}

function generationWords(generation: GenerationState): string {
  switch (generation.status) {
    case "failed":
      return generation.failure.message;
    case "waiting":
      return generation.for === "models"
        ? "Generates as soon as the models have loaded."
        : "Generates as soon as the answer is finished.";
    case "running":
    case "idle":
      return "";
    default:
      return generation satisfies never;
  }
}

function LengthNote({ length }: { length: number }) {
  if (length < MAXIMUM_DESCRIPTION_LENGTH * 0.8) return null;
  const isOver = length > MAXIMUM_DESCRIPTION_LENGTH;
  return (
    <p className={isOver ? "note warning" : "note"}>
      <span className="figure">
        {length} of {MAXIMUM_DESCRIPTION_LENGTH}
      </span>{" "}
      characters
    </p>
  );
}

/** A choice once the registry holds more than one; its name until then. */
function HypernetworkChoice() {
  const chosen = useApp((state) => state.hypernetworkId);
  const { switchHypernetwork } = useActions();
  const choices = MODELS.filter(({ role }) => role === "hypernetwork");
  if (choices.length === 1) return <span className="quiet">{choices[0]!.label}</span>;
  return (
    <select
      className="select"
      aria-label="Hypernetwork"
      value={chosen}
      onChange={(event) => void switchHypernetwork(event.target.value)}
    >
      {choices.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}

function Examples() {
  const { pickExample } = useActions();
  const description = useApp((state) => state.description);
  return (
    <div className="examples">
      <h3 className="subheading">Or try</h3>
      <ul className="example-list">
        {EXAMPLES.map((example) => (
          <li key={example.label}>
            <button
              type="button"
              className="example"
              aria-pressed={description === example.description}
              title={example.description}
              onClick={() => pickExample(example)}
            >
              {example.label}
              {example.accuracy && (
                <span className="figure quiet">
                  {" "}
                  {example.accuracy.correct}/{example.accuracy.total} right
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function AccuracyNote() {
  const evaluation = useApp(
    (state) => loadedModels(state)?.hypernetwork.evaluation ?? null,
  );
  const label = useApp((state) => loadedModels(state)?.hypernetwork.label);
  if (!evaluation?.conditions["own"]) return null;
  return (
    <p className="note foot">
      {label}: {accuracyWords(evaluation)}
    </p>
  );
}

function accuracyWords({ conditions, tasks }: HypernetworkEvaluation): string {
  const own = `scores ${percent(conditions["own"]!.score)} on ${tasks} tasks it never saw`;
  const { base } = conditions;
  return base ? `${own}; SmolLM2 without it ${percent(base.score)}.` : `${own}.`;
}
