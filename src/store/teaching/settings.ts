/** Bounds of a lesson's settings. */
import type { TeachingSettings } from "../../shared/teaching";

export const MOST_STEPS = 200;
export const RATES = { minimum: 1e-6, maximum: 0.05 } as const;
export const MOST_SEED = 2 ** 32 - 1;

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
