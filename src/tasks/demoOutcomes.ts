/** How the demos fare beside their controls: an order for the gallery. */
import { DEMO_INPUTS, type DemoScore, demoScore } from "./demoScores";
import { DEMOS, type Demo } from "./demos";

export type DemoOutcome = "works" | "partly" | "fails";

/** More often right than both controls: "works" from half of the inputs on, else "partly". */
export function outcomeOf({ base, prompt, adapter }: DemoScore): DemoOutcome {
  if (adapter <= Math.max(base, prompt)) return "fails";
  return adapter >= DEMO_INPUTS / 2 ? "works" : "partly";
}

export interface MeasuredDemo extends Demo {
  score: DemoScore | null;
}

/** All demos by how they fare, the best of each first; those not measured come last. */
export function demosByOutcome(): {
  outcome: DemoOutcome | null;
  demos: MeasuredDemo[];
}[] {
  const demos = DEMOS.map((demo) => ({ ...demo, score: demoScore(demo.task) }));
  return (["works", "partly", "fails", null] as const)
    .map((outcome) => ({
      outcome,
      demos: demos
        .filter(({ score }) => (score ? outcomeOf(score) : null) === outcome)
        .sort((left, right) => (right.score?.adapter ?? 0) - (left.score?.adapter ?? 0)),
    }))
    .filter(({ demos: some }) => some.length > 0);
}
