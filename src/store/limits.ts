/** Bounds of everything a person, or a link, can set. */
import type { SamplerSettings } from "../shared/sampler";

export const CONTEXT_LENGTH = 1024;
export const DEFAULT_ANSWER_TOKENS = 96;
export const MAXIMUM_ANSWER_TOKENS = 512;
/** Longest message in UTF-16 code units; about 1,000 tokens, all that the model can read. */
export const MAXIMUM_MESSAGE_LENGTH = 4000;
export const MINIMUM_STRENGTH = -1;
export const MAXIMUM_STRENGTH = 2;
export const STRENGTH_STEP = 0.05;
/** Turns of a kept conversation: the last ones. */
export const MOST_KEPT_TURNS = 500;
/** Adapters kept in the engine; the oldest is released first. */
export const MAXIMUM_ADAPTERS = 8;
/** Longest name of a kept adapter, in UTF-16 code units. */
export const LONGEST_ENTRY_NAME = 80;
/** Longest answer of an example, in UTF-16 code units; about the longest answer in tokens. */
export const LONGEST_EXPECTED_ANSWER = 2000;
/** Fewest examples that a check may have. */
export const FEWEST_EXAMPLES = 5;
export const MOST_EXAMPLES = 500;
/** Largest number of rows of a text with examples that are looked at. */
export const MOST_EXAMPLE_ROWS = 20_000;
/** Largest file with examples; 500 of the longest inputs and answers stay below it. */
export const MOST_EXAMPLE_BYTES = 8_000_000;

interface Range {
  minimum: number;
  maximum: number;
  step: number;
}

export const SAMPLER_RANGES: Record<keyof SamplerSettings, Range> = {
  temperature: { minimum: 0, maximum: 2, step: 0.05 },
  topK: { minimum: 0, maximum: 1000, step: 1 },
  topP: { minimum: 0.05, maximum: 1, step: 0.05 },
  repetitionPenalty: { minimum: 1, maximum: 2, step: 0.05 },
  seed: { minimum: 0, maximum: 2 ** 32 - 1, step: 1 },
};

export function clampStrength(value: number): number {
  const bounded = clamp(value || 0, MINIMUM_STRENGTH, MAXIMUM_STRENGTH);
  const steps = Math.round(bounded / STRENGTH_STEP);
  // The result is never the negative zero that -0.02 would round to.
  return Number((steps * STRENGTH_STEP).toFixed(2)) || 0;
}

/** A share from 0 to 1, rounded to hundredths. */
export function clampShare(value: number): number {
  return Math.round(100 * clamp(value, 0, 1)) / 100;
}

export function clampAnswerTokens(value: number): number {
  return Math.round(clamp(value, 1, MAXIMUM_ANSWER_TOKENS));
}

/**
 * Settings with every field finite and in range, and whole numbers where they count something.
 */
export function clampSampler(settings: SamplerSettings): SamplerSettings {
  const bounded = (field: keyof SamplerSettings) => {
    const { minimum, maximum, step } = SAMPLER_RANGES[field];
    const value = clamp(settings[field], minimum, maximum);
    return step === 1 ? Math.round(value) : value;
  };
  return {
    temperature: bounded("temperature"),
    topK: bounded("topK"),
    topP: bounded("topP"),
    repetitionPenalty: bounded("repetitionPenalty"),
    seed: bounded("seed"),
  };
}

function clamp(value: number, minimum: number, maximum: number): number {
  return Number.isFinite(value) ? Math.min(maximum, Math.max(minimum, value)) : minimum;
}
