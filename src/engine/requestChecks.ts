/** Refuses what the engine is asked for wrongly, before anything is computed. */
import { descriptionFault } from "../shared/description";
import type { ChatRequest } from "../shared/chat";
import { AppError, type InputFault } from "../shared/errors";

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

function badInput(fault: InputFault): AppError {
  return new AppError({ code: "bad-input", fault });
}
