/** The first run: three steps above the blocks they happen in, done by doing them. */
import { isBlank } from "../../shared/text/characters";
import { OPENING_DEMO } from "../../tasks/firstDemos";
import { type AppState, currentConversation } from "../../store/state";
import { DemoRight } from "../kit/DemoRight";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const STEPS = ["describe", "generate", "ask"] as const;

export function Tour() {
  const text = useText();
  const isShown = useApp((state) => state.isTourShown);
  const step = useApp(stepOf);
  const { endTour } = useActions();
  if (!isShown) return null;
  const isDone = step === STEPS.length;
  return (
    <section className="tour" aria-label={text("tour.name")}>
      <ol className="tour-steps">
        {STEPS.map((name, index) => (
          <li
            key={name}
            className={index < step ? "tour-step done" : "tour-step"}
            aria-current={index === step ? "step" : undefined}
          >
            <span className="tour-mark" aria-hidden="true">
              {index < step ? "✓" : index + 1}
            </span>
            <span>
              {text(`tour.${name}`)}
              {index < step && (
                <span className="visually-hidden"> {text("tour.done")}</span>
              )}
            </span>
            {index === step && <StepButton step={name} />}
          </li>
        ))}
      </ol>
      <p className="tour-end" role="status">
        {isDone && text("tour.finished")}
      </p>
      <button type="button" className="button small plain" onClick={endTour}>
        {text(isDone ? "tour.close" : "tour.skip")}
      </button>
    </section>
  );
}

function StepButton({ step }: { step: (typeof STEPS)[number] }) {
  const text = useText();
  const { pickDemo, generate, send } = useActions();
  const actions = {
    describe: () => pickDemo(OPENING_DEMO),
    generate: () => void generate(),
    ask: () => void send(),
  };
  return (
    <button type="button" className="button small" onClick={actions[step]}>
      {text(`tour.${step}Button`)}
      {step === "describe" && <DemoRight task={OPENING_DEMO.task} />}
    </button>
  );
}

/** Number of steps behind the person; what they did themselves counts as well. */
function stepOf(state: AppState): number {
  const { adapter, turns } = currentConversation(state);
  const isAnswered = turns.some(({ answers }) =>
    Object.values(answers).some(({ outcome }) => outcome.status === "finished"),
  );
  if (adapter && isAnswered) return 3;
  if (adapter) return 2;
  return isBlank(state.description) ? 0 : 1;
}
