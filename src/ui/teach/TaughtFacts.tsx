/** What the adapter on screen was taught, and how that went. */
import { beganAtZero, type Lesson } from "../../shared/teaching";
import { useText } from "../text/translation";
import { LossChart } from "./LossChart";

export function TaughtFacts({ lesson }: { lesson: Lesson }) {
  const text = useText();
  const { before, examples, steps, keptStep, heldOutBefore } = lesson;
  const after = steps.find(({ step }) => step === keptStep)?.heldOutLoss ?? null;
  return (
    <>
      <p>
        {text("teach.taught", {
          count: keptStep,
          examples: text("teach.examples", { count: examples.length }),
        })}
        {beganAtZero(lesson) && ` ${text("teach.fromZero")}`}
        {before && ` ${text("teach.fromTaught")}`}
      </p>
      <LossChart steps={steps} heldOutBefore={heldOutBefore} kept={keptStep} />
      {keptStep < steps.length && (
        <p className="note">
          {text("teach.keptBest", { steps: steps.length, kept: keptStep })}
        </p>
      )}
      {heldOutBefore !== null && after !== null && after > heldOutBefore && (
        <p className="note warning">
          {text("teach.noBetter", {
            before: heldOutBefore.toFixed(2),
            after: after.toFixed(2),
          })}
        </p>
      )}
    </>
  );
}
