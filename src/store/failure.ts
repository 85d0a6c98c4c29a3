/** Failures as the page can show them, and what was thrown as one. */
import { AppError, type ErrorCode } from "../shared/errors";

/** A failure as data: the code picks the page's words, the message is the engine's detail. */
export type Failure =
  | { code: ErrorCode; message: string }
  | { code: "no-description" }
  | { code: "long-description"; length: number };

export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  const cause = error instanceof Error ? error.message : String(error);
  return { code: "internal", message: cause };
}

export function isAborted(error: unknown): boolean {
  return error instanceof AppError && error.code === "aborted";
}
