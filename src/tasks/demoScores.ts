/** Counts of right answers for each demo, as `npm run measure-demos` wrote them down. */
import measured from "./demoScores.json";

export interface DemoScore {
  base: number;
  prompt: number;
  adapter: number;
  /**
   * With the adapter after a lesson with DEMO_LESSON_EXAMPLES of the task's other examples;
   * absent where it was not measured yet.
   */
  taught?: number;
}

export const DEMO_INPUTS = measured.inputs;
export const DEMO_LESSON_EXAMPLES = measured.lesson.examples;
export const DEMO_HYPERNETWORK = measured.hypernetwork;

const SCORES: Record<string, DemoScore | undefined> = measured.scores;

export function demoScore(task: string): DemoScore | null {
  return SCORES[task] ?? null;
}
