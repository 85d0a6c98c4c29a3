/** What is known of the adapter's inside and of where its description lies, as plain data. */
import type {
  DescriptionPlace,
  MeanComparison,
  SingularValues,
  TrainingTasks,
} from "../../shared/inspection";
import type { Failure } from "../../shared/errors";

export interface InspectState {
  /** Null until they were asked for; "absent" when the site has none. */
  tasks: TrainingTasks | "absent" | null;
  /** Of the description in the box, or of the one before it while it is typed. */
  place: { description: string; place: DescriptionPlace } | null;
  singularValues: { adapterId: string; values: SingularValues } | null;
  mean: { adapterId: string; comparison: MeanComparison } | null;
  rewordings: { adapterId: string; wordings: Rewording[] } | null;
  /** What is being made at the moment. */
  working: "none" | "mean" | "rewordings";
  failure: Failure | null;
}

/**
 * The same description in other words, and the cosine of its adapter to the person's, the mean
 * adapter taken away from both.
 */
export interface Rewording {
  description: string;
  cosine: number;
}

export const NOTHING_INSPECTED: InspectState = {
  tasks: null,
  place: null,
  singularValues: null,
  mean: null,
  rewordings: null,
  working: "none",
  failure: null,
};
