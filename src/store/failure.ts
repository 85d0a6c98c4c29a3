/** Turns whatever was thrown into a failure the page can show. */
import { AppError } from "../shared/errors";
import type { Failure } from "./state";

export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  const cause = error instanceof Error ? error.message : String(error);
  return { code: "internal", message: cause };
}

export function isAborted(error: unknown): boolean {
  return error instanceof AppError && error.code === "aborted";
}
