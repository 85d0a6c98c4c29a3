/** The one error type of the application; its code survives the thread boundary. */

export const ERROR_CODES = [
  "no-webgpu",
  "device-lost",
  "download-failed",
  "wrong-hash",
  "bad-file",
  "unsupported-model",
  "bad-input",
  "context-full",
  "out-of-memory",
  "aborted",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * A failure a person can act on. `message` is a whole sentence that names the cause and
 * what to do. Bugs stay plain `Error`s and become code "internal" at the thread boundary.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The error that every cancelled call rejects with. */
export function abortedError(): AppError {
  return new AppError("aborted", "Stopped on request.");
}

/** Throws the aborted error when `signal` has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedError();
}
