/** Refuses wrong requests to the engine before anything is computed. */
import { isBlank } from "../shared/text/characters";
import { descriptionFault } from "../shared/description";
import type { ChatRequest } from "../shared/chat";
import { AppError, type InputFault } from "../shared/errors";
import type { TeachingSettings, TeachRequest } from "../shared/teaching";

/** Throws "bad-input" when it is empty or too long. */
export function checkDescription(description: string): void {
  const fault = descriptionFault(description);
  if (fault) throw badInput(fault);
}

/** Throws "bad-input" when there is nothing to answer. */
export function checkChat({ columns, maxNewTokens }: ChatRequest): void {
  if (columns.length === 0) throw badInput({ kind: "no-column" });
  if (columns.some(({ messages }) => messages.length === 0)) {
    throw badInput({ kind: "no-message" });
  }
  if (!(maxNewTokens >= 1)) throw badInput({ kind: "no-answer-tokens" });
}

/** Throws "bad-input" when there is nothing to teach, or no way to. */
export function checkTeaching({ examples, heldOut, settings }: TeachRequest): void {
  if (examples.length === 0) throw badInput({ kind: "no-examples" });
  [...examples, ...heldOut].forEach(({ input, output }, index) => {
    if (isBlank(input) || isBlank(output)) {
      throw badInput({ kind: "empty-example", place: index + 1 });
    }
  });
  const { steps, rate, warmUp, weightDecay, clip, modules, patience } = settings;
  const possible: Partial<Record<keyof TeachingSettings, boolean>> = {
    steps: Number.isInteger(steps) && steps >= 1,
    rate: Number.isFinite(rate) && rate > 0,
    warmUp: Number.isInteger(warmUp) && warmUp >= 0,
    weightDecay: Number.isFinite(weightDecay) && weightDecay >= 0,
    clip: Number.isFinite(clip) && clip > 0,
    modules: modules === null || modules.length > 0,
    patience: patience === null || (Number.isInteger(patience) && patience >= 1),
  };
  for (const [setting, isPossible] of Object.entries(possible)) {
    if (!isPossible) throw badInput({ kind: "teaching-setting", setting });
  }
}

function badInput(fault: InputFault): AppError {
  return new AppError({ code: "bad-input", fault });
}
