/** Teaching: gradient steps on an adapter's A and B, from examples. */
import { type BaseModelRecord, MODELS, recordOf } from "./models";
import TEACHING_DEFAULTS from "./teachingDefaults.json";

/** A message and the answer that it should get. */
export interface TaughtExample {
  input: string;
  output: string;
}

/** Where a lesson begins. */
export type LessonStart =
  | { kind: "adapter"; adapterId: string }
  /** A random, B zero: exactly the base model. */
  | { kind: "zero" }
  /** Goes on with the lesson that an adapter came from, as if it had not ended. */
  | { kind: "lesson"; adapterId: string };

export interface TeachingSettings {
  /** Steps of the whole lesson, those of one that is gone on with included. */
  steps: number;
  /** Largest learning rate of AdamW. */
  rate: number;
  /** Steps over which the rate rises to its largest; then it falls as a cosine. */
  warmUp: number;
  weightDecay: number;
  /** Largest norm of a gradient; longer ones are shortened to it. */
  clip: number;
  /** Modules whose B is taught, and whose A; null is all of the adapter's. */
  modules: string[] | null;
  trained: "B" | "A and B";
  /** Draws A of a lesson that begins at zero. */
  seed: number;
  /**
   * Steps without a lower loss of the examples held out after which the lesson ends; of all its
   * steps, the one with the lowest is kept. Null keeps the last step, as without such examples.
   */
  patience: number | null;
}

/**
 * Settings that a lesson has where nobody chose others, by the base model, the number of taught
 * examples and whether it begins at zero: the best of a search on validation tasks
 * (training/commands/teach). A base that none was made for has those of the one nearest in size.
 */
export function defaultTeaching(
  base: Pick<BaseModelRecord, "parameters">,
  examples: number,
  beginsAtZero: boolean,
): TeachingSettings {
  const { byExamples, byExamplesFromZero } = nearestInSize(base.parameters);
  const rows = beginsAtZero ? byExamplesFromZero : byExamples;
  const { steps, rate, warmUp, weightDecay, clip, trained } =
    rows.findLast(({ from }) => from <= examples) ?? rows[0]!;
  return {
    steps,
    rate,
    warmUp,
    weightDecay,
    clip,
    trained: trained === "B" ? "B" : "A and B",
    modules: null,
    seed: 0,
    patience: 3,
  };
}

function nearestInSize(parameters: number) {
  const distance = ({ id }: { id: string }) =>
    Math.abs(Math.log(recordOf(MODELS, "base", id).parameters / parameters));
  return TEACHING_DEFAULTS.bases.reduce((nearest, next) =>
    distance(next) < distance(nearest) ? next : nearest,
  );
}

export interface TeachRequest {
  start: LessonStart;
  /** At least one. */
  examples: TaughtExample[];
  /** Not taught; their loss is told after every step. */
  heldOut: TaughtExample[];
  settings: TeachingSettings;
  /** Step after which it ends as if stopped, for repeating one that was; absent for none. */
  until?: number;
}

/** A step of a lesson that is done. */
export interface LessonStep {
  /** From 1, those before a lesson was gone on with included. */
  step: number;
  /** Mean loss of the taught examples before the step, in nats a token. */
  taughtLoss: number;
  /** Mean loss of the examples held out, after the step; null when there are none. */
  heldOutLoss: number | null;
}

/** Told at the beginning, with no taught loss yet, and after every step. */
export interface TeachingProgress {
  /** Steps that are done. */
  step: number;
  steps: number;
  taughtLoss: number | null;
  heldOutLoss: number | null;
  /** Since the lesson was begun, or gone on with. */
  elapsedMs: number;
}

/** Steps up to `until` that a lesson took with other settings. */
export interface EarlierSteps {
  settings: TeachingSettings;
  until: number;
}

/** A lesson that an adapter came from, with all that repeats it. */
export interface Lesson {
  start: LessonStart;
  /** The lesson of the adapter that it began with; null where that was not taught. */
  before: Lesson | null;
  examples: readonly TaughtExample[];
  heldOut: readonly TaughtExample[];
  settings: TeachingSettings;
  /** Settings of the steps before it was gone on with; empty where it was not. */
  earlier: readonly EarlierSteps[];
  /** Loss of the examples held out before the first step. */
  heldOutBefore: number | null;
  /** Fewer than the settings say where it was stopped. */
  steps: readonly LessonStep[];
  /** The step whose adapter was kept, from 1: the last one, or by `patience` an earlier one. */
  keptStep: number;
}

/** The lessons of an adapter, the first one first. */
export function lessonsInOrder(last: Lesson): Lesson[] {
  return [...(last.before ? lessonsInOrder(last.before) : []), last];
}

/** Whether the first of an adapter's lessons began at zero, without words. */
export function beganAtZero({ before, start }: Lesson): boolean {
  return before ? beganAtZero(before) : start.kind === "zero";
}
