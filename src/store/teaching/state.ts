/** Lessons as the page knows them, as plain data. */
import type { Failure } from "../../shared/errors";
import {
  DEFAULT_TEACHING,
  type LessonStep,
  type TeachingSettings,
} from "../../shared/teaching";

export interface TeachingState {
  settings: TeachingSettings;
  /** Where the next lesson begins. */
  beginning: Beginning;
  run: LessonRun;
  /** Milliseconds of a step for each token taught, as the last lesson took; null before one. */
  msPerToken: number | null;
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
  /** Number of all its steps; `done` has those before it was gone on with, too. */
  steps: number;
  done: readonly LessonStep[];
  heldOutBefore: number | null;
  secondsLeft: number;
}

export const NO_TEACHING: TeachingState = {
  settings: DEFAULT_TEACHING,
  beginning: { kind: "shown" },
  run: { status: "idle" },
  msPerToken: null,
};
