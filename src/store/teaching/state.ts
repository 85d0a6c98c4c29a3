/** Lessons as the page knows them, as plain data. */
import type { Failure } from "../../shared/errors";
import type { EarlierSteps, LessonStep } from "../../shared/teaching";
import type { ChosenSettings } from "./settings";

export interface TeachingState {
  /** What the person chose; the rest of a lesson's settings is the defaults'. */
  chosen: ChosenSettings;
  /** Where the next lesson begins. */
  beginning: Beginning;
  run: LessonRun;
  /** Milliseconds of a step for each token taught, as the last lesson took; null before one. */
  msPerToken: number | null;
  /** A lesson that ended before its end and can be gone on with. */
  interrupted: InterruptedLesson | null;
  /** Checksums of taught adapters whose numbers this browser does not have. */
  missing: readonly string[];
  /** Checksums of adapters whose numbers the browser does not keep, or not yet. */
  inTabOnly: readonly string[];
  /** What a link says that its sender's adapter was taught; null once it was repeated. */
  linked: LinkedTeaching | null;
  /** Right answers to examples kept back, by the taught adapter's checksum. */
  scores: Readonly<Record<string, KeptBackScore>>;
  /** Checksum of the adapter whose score is being found. */
  scoring: string | null;
  /** Whether what was taught last is kept beyond this tab; null before. */
  isKept: boolean | null;
}

/** Lessons as a link tells of them, one after the other. */
export interface LinkedLessons {
  beganAtZero: boolean;
  lessons: LinkedLesson[];
  /**
   * Why not all examples of the lessons are told: some are "gone" from the list, or it is "too-long"
   * for a link to say which of it they are. Null where all are.
   */
  untold: "gone" | "too-long" | null;
}

export interface LinkedLesson {
  /** The last one is the lesson's end. */
  parts: EarlierSteps[];
  /** Places among the complete examples, from 0; null for what the list's roles say. */
  examples: { taught: number[]; heldOut: number[] } | null;
}

/** Exact matches among the examples that were not taught, after the lesson. */
export interface KeptBackScore {
  /** Before its first step; null where that was not counted. */
  before: number | null;
  right: number;
  total: number;
}

export interface LinkedTeaching extends LinkedLessons {
  /** The conversation that the link opened. */
  key: number;
  /** The sender's adapter, to compare with. */
  adapter: { checksum: string; sketch: number[] } | null;
}

export interface InterruptedLesson {
  description: string;
  /** Null where it was taught on a base model alone. */
  hypernetworkId: string | null;
  /** The last step that is kept, and the number of all. */
  step: number;
  steps: number;
  /** Whether the browser keeps that step beyond this tab. */
  isKept: boolean;
}

/** "shown" is the adapter on screen; "kept" one of the library, by its id. */
export type Beginning =
  { kind: "shown" } | { kind: "zero" } | { kind: "kept"; id: string };

export type LessonRun =
  | { status: "idle" }
  | { status: "waiting"; for: "models" | "adapter" }
  | ({ status: "running" | "stopping" } & LessonView)
  /** `key` is that of the conversation with the taught adapter. */
  | { status: "finished"; key: number }
  | { status: "failed"; failure: Failure };

/** A lesson while it runs. */
export interface LessonView {
  /** Whether what teaches is built, and the first step has begun. */
  isReady: boolean;
  /** Number of all its steps; `done` has those before it was gone on with, too. */
  steps: number;
  done: readonly LessonStep[];
  heldOutBefore: number | null;
  secondsLeft: number;
  /** Whether it repeats what was taught once: half of that is of no use. */
  isRepeat: boolean;
  /** Whether the browser keeps its last step, from which the next visit can go on. */
  isKept: boolean;
}

export const NO_TEACHING: TeachingState = {
  chosen: {},
  beginning: { kind: "shown" },
  run: { status: "idle" },
  msPerToken: null,
  interrupted: null,
  missing: [],
  inTabOnly: [],
  linked: null,
  scores: {},
  scoring: null,
  isKept: null,
};
