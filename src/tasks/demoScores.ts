/** How often each demo is right, as `npm run measure-demos` wrote it down. */
import measured from "./demoScores.json";
import { DEMOS, type Demo } from "./demos";

export interface DemoScore {
  base: number;
  prompt: number;
  adapter: number;
}

export const DEMO_INPUTS = measured.inputs;
export const DEMO_HYPERNETWORK = measured.hypernetwork;

const SCORES: Record<string, DemoScore | undefined> = measured.scores;

export function demoScore(task: string): DemoScore | null {
  return SCORES[task] ?? null;
}

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
