/** SHA-256 by the platform. */
import { AppError } from "../shared/errors";

/** Lower-case hex digest; needs a secure context (https or localhost). */
export async function sha256(bytes: Uint8Array): Promise<string> {
  if (!globalThis.crypto?.subtle) {
    throw new AppError({ code: "bad-input", fault: { kind: "insecure-page" } });
  }
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
