/** A lesson's settings: the defaults, what a person chose instead, and their bounds. */
import { defaultTeaching, type TeachingSettings } from "../../shared/teaching";
import { type AppState, currentConversation } from "../state";
import { lessonExamples } from "./examples";

export type ChosenSettings = Partial<
  Pick<TeachingSettings, "steps" | "rate" | "seed" | "trained">
>;

export const MOST_STEPS = 200;
export const RATES = { minimum: 1e-6, maximum: 0.05 } as const;
export const MOST_SEED = 2 ** 32 - 1;

/** Settings of the lesson that would begin now. */
export function nextSettings(state: AppState): TeachingSettings {
  const { beginning, chosen } = state.teaching;
  const beginsAtZero =
    beginning.kind === "zero" ||
    (beginning.kind === "shown" && !currentConversation(state).adapter);
  const { examples } = lessonExamples(state.examples.list);
  return clampTeaching({ ...defaultTeaching(examples.length, beginsAtZero), ...chosen });
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
