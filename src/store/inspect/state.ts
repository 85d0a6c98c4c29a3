/** Findings about the adapter and about its description's neighbours, as plain data. */
import type { AdapterSummary } from "../../shared/adapter";
import type {
  DescriptionPlace,
  MeanComparison,
  SingularValues,
  TrainingTasks,
} from "../../shared/inspection";
import type { DescriptionLength } from "../../shared/description";
import type { Failure } from "../../shared/errors";

export interface InspectState {
  /** Training tasks, null until they were asked for; "absent" when the site has none. */
  tasks: TrainingTasks | "absent" | null;
  /** Place of the description in the box, or of the one before it while it is typed. */
  place: { description: string; place: DescriptionPlace } | null;
  /** Whether a place is being found; the first time, its encoder may have to be fetched. */
  isPlacing: boolean;
  /** Reason why the last place could not be found. */
  placeFailure: Failure | null;
  /** Lengths of the descriptions in the boxes, those measured last first. */
  lengths: MeasuredDescription[];
  singularValues: { adapterId: string; values: SingularValues } | null;
  mean: { adapterId: string; comparison: MeanComparison } | null;
  /** How far teaching moved it from what its words gave; null where it has no words. */
  movement: { adapterId: string; moved: AdapterSummary["norms"] | null } | null;
  rewordings: { adapterId: string; wordings: Rewording[] } | null;
  /** Kind of finding that is being made at the moment. */
  working: "none" | "mean" | "rewordings";
  failure: Failure | null;
}

export interface MeasuredDescription extends DescriptionLength {
  description: string;
  hypernetworkId: string;
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
  isPlacing: false,
  placeFailure: null,
  lengths: [],
  singularValues: null,
  mean: null,
  movement: null,
  rewordings: null,
  working: "none",
  failure: null,
};
