/** The curve "what a sentence is worth", as `npm run teaching-curve` wrote it down. */
import type { Interval } from "../shared/statistics";
import measured from "./teachingCurve.json";

/** A mean over tasks with its 95 % interval, after a lesson of so many examples; 0 is none. */
export interface CurvePoint extends Interval {
  examples: number;
}

/** Beginnings of lessons: the description's adapter, nothing, another task's adapter. */
export type CurveStart = "generated" | "zero" | "other";

export interface TeachingCurve {
  /** Whose forward and backward passes and answers were scored. */
  engine: "page" | "pytorch";
  hypernetwork: { id: string; label: string; sha256: string };
  /** Tasks that the hypernetwork never saw. */
  tasks: number;
  /** Inputs of each that are asked and were not taught. */
  inputs: number;
  /** Shares of right answers, by examples rising. */
  curves: Record<CurveStart, CurvePoint[]>;
  /** Differences of "generated" to "zero", task by task. */
  overZero: CurvePoint[];
}

export const TEACHING_CURVE = measured as TeachingCurve;
