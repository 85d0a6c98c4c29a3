/** Examples that benches teach: dates of a sentence, written anew. */
import type { TaughtExample } from "../../src/shared/teaching";

export function datedExamples(count: number): TaughtExample[] {
  return Array.from({ length: count }, (_, index) => ({
    input: `The meeting is on ${index + 3} March ${2001 + index} in room ${index + 12}.`,
    output: `${2001 + index}-03-${String(index + 3).padStart(2, "0")}`,
  }));
}
