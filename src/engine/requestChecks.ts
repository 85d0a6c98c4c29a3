/** Refuses what the engine is asked for wrongly, before anything is computed. */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../shared/description";
import type { ChatRequest } from "../shared/chat";
import { AppError } from "../shared/errors";

/** Throws "bad-input" when it is empty or too long. */
export function checkDescription(description: string): void {
  if (description.trim() === "") {
    throw new AppError(
      "bad-input",
      "The description is empty. Say what the model should do.",
    );
  }
  if (description.length > MAXIMUM_DESCRIPTION_LENGTH) {
    throw new AppError(
      "bad-input",
      `The description has ${description.length} characters; at most ` +
        `${MAXIMUM_DESCRIPTION_LENGTH} fit. Shorten it.`,
    );
  }
}

/** Throws "bad-input" when there is nothing to answer. */
export function checkChat({ columns, maxNewTokens }: ChatRequest): void {
  if (columns.length === 0)
    throw new AppError("bad-input", "There is no column to answer.");
  if (columns.some(({ messages }) => messages.length === 0)) {
    throw new AppError("bad-input", "A column has no message. Write one first.");
  }
  if (!(maxNewTokens >= 1)) {
    throw new AppError("bad-input", "The longest answer must be at least one token.");
  }
}
