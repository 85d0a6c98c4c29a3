/** A failure of a command, in a sentence that names the cause and what to do. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: "download-failed" | "wrong-hash" | "bad-file" | "bad-input";

  constructor(code: CommandError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
