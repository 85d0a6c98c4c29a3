/** How often each demo is right, as `npm run measure-demos` wrote it down. */
import measured from "./demoScores.json";

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
