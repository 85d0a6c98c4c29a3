/** The time that a lesson takes, before it begins and while it runs. */
import {
  type Lesson,
  lessonsInOrder,
  type TaughtExample,
  type TeachingProgress,
} from "../../shared/teaching";

/** A step on two WebAssembly threads with SmolLM2, until a lesson has measured this device. */
export const MS_PER_TOKEN = 10;
/** Reading the base model's file and building what teaches, before the first step. */
const OPENING_MS = 3000;
/** Tokens that the chat template adds to an example. */
const TEMPLATE_TOKENS = 20;
const CHARACTERS_PER_TOKEN = 4;
/** Cost of a token that is held out, which goes forward alone. */
const FORWARD_SHARE = 0.4;

interface Size {
  examples: readonly TaughtExample[];
  heldOut: readonly TaughtExample[];
}

/** Tokens of a step, about, those held out counted by what they cost. */
export function tokensOf({ examples, heldOut }: Size): number {
  return tokensIn(examples) + FORWARD_SHARE * tokensIn(heldOut);
}

function tokensIn(examples: readonly TaughtExample[]): number {
  return examples.reduce(
    (sum, { input, output }) =>
      sum + TEMPLATE_TOKENS + (input.length + output.length) / CHARACTERS_PER_TOKEN,
    0,
  );
}

/**
 * Milliseconds a token over all steps of a lesson so far, as they are told; null before the first.
 * One slow step changes little of it.
 */
export function stepRate(
  tokens: number,
): (
  progress: Pick<TeachingProgress, "step" | "taughtLoss" | "elapsedMs">,
) => number | null {
  let begun = { step: 0, elapsedMs: 0 };
  return ({ step, taughtLoss, elapsedMs }) => {
    if (taughtLoss === null) {
      begun = { step, elapsedMs };
      return null;
    }
    return (elapsedMs - begun.elapsedMs) / (Math.max(1, step - begun.step) * tokens);
  };
}

/** Seconds from the button to the taught adapter. */
export function lessonSeconds(
  size: Size,
  steps: number,
  msPerToken: number | null,
): number {
  const perStep = tokensOf(size) * (msPerToken ?? MS_PER_TOKEN);
  return (OPENING_MS + steps * perStep) / 1000;
}

/** Seconds of all lessons of an adapter, one after the other. */
export function repeatSeconds(last: Lesson, msPerToken: number | null): number {
  return lessonsInOrder(last)
    .map((lesson) => lessonSeconds(lesson, lesson.keptStep, msPerToken))
    .reduce((sum, seconds) => sum + seconds, 0);
}
