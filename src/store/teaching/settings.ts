/** A lesson's settings: the defaults, what a person chose instead, and their bounds. */
import type { Example } from "../../shared/adapter";
import { defaultTeaching, type TeachingSettings } from "../../shared/teaching";
import { type AppState, currentConversation } from "../state";
import { lessonExamples } from "./examples";
import type { Beginning } from "./state";

export type ChosenSettings = Partial<
  Pick<TeachingSettings, "steps" | "rate" | "seed" | "trained">
>;

export const MOST_STEPS = 200;
export const RATES = { minimum: 1e-6, maximum: 0.05 } as const;
export const MOST_SEED = 2 ** 32 - 1;

/** The beginning of the lesson that would begin now: zero where no adapter is shown to begin with. */
export function nextBeginning(state: AppState): Beginning {
  const { beginning } = state.teaching;
  const isNoneShown = beginning.kind === "shown" && !currentConversation(state).adapter;
  return isNoneShown ? { kind: "zero" } : beginning;
}

/** The examples that the beginning of the next lesson was taught on already. */
export function taughtBefore(state: AppState): readonly Example[] {
  const beginning = nextBeginning(state);
  switch (beginning.kind) {
    case "shown":
      return currentConversation(state).adapter?.taughtOn ?? NONE;
    case "zero":
      return NONE;
    case "kept": {
      const { entries } = state.library;
      return entries.find(({ id }) => id === beginning.id)?.adapter.taughtOn ?? NONE;
    }
    default:
      return beginning satisfies never;
  }
}

const NONE: readonly Example[] = [];

/** Settings of the lesson that would begin now. */
export function nextSettings(state: AppState): TeachingSettings {
  const beginsAtZero = nextBeginning(state).kind === "zero";
  const { examples } = lessonExamples(state.examples.list);
  const defaults = defaultTeaching(examples.length, beginsAtZero);
  return clampTeaching({ ...defaults, ...state.teaching.chosen });
}

/** Settings with every number finite and in range. */
export function clampTeaching(settings: TeachingSettings): TeachingSettings {
  return {
    ...settings,
    steps: Math.round(clamp(settings.steps, 1, MOST_STEPS)),
    rate: clamp(settings.rate, RATES.minimum, RATES.maximum),
    seed: Math.round(clamp(settings.seed, 0, MOST_SEED)),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
}
