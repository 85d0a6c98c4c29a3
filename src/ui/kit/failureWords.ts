/** A failure in the person's language: a sentence by its code, with the engine's own detail. */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { Failure } from "../../store/failure";
import type { Text } from "../text/translation";

export function failureWords(text: Text, failure: Failure): string {
  switch (failure.code) {
    case "no-description":
      return text("failure.noDescription");
    case "long-description":
      return text("failure.longDescription", {
        length: failure.length,
        most: MAXIMUM_DESCRIPTION_LENGTH,
      });
    default:
      return text(`failure.${failure.code}`, { detail: failure.message });
  }
}
