/** The examples of a lesson. */
import type { Example } from "../../shared/adapter";
import type { TaughtExample, TeachRequest } from "../../shared/teaching";
import { examplesOfRole, repeatsOf } from "../examples/roles";
import type { ListedExample } from "../examples/state";

export type LessonExamples = Pick<TeachRequest, "examples" | "heldOut">;

/** Lists never change in place, and the page asks at every change of state. */
const KNOWN = new WeakMap<readonly ListedExample[], LessonExamples>();

/** The examples to teach, each once, and those kept back. */
export function lessonExamples(list: readonly ListedExample[]): LessonExamples {
  const known = KNOWN.get(list) ?? ofRoles(list);
  KNOWN.set(list, known);
  return known;
}

/**
 * Those that check a lesson which begins with an adapter taught on `taughtOn`: what it was taught
 * once proves nothing.
 */
export function neverTaught(
  heldOut: readonly TaughtExample[],
  taughtOn: readonly Example[],
): TaughtExample[] {
  const taught = new Set(taughtOn.map(({ input }) => input.trim()));
  return heldOut.filter(({ input }) => !taught.has(input.trim()));
}

function ofRoles(list: readonly ListedExample[]): LessonExamples {
  const repeats = repeatsOf(list);
  const of = (role: "teach" | "check"): TaughtExample[] =>
    examplesOfRole(list, role)
      .filter(({ id }) => repeats.get(id) !== "duplicate")
      .map(({ input, expected }) => ({ input, output: expected }));
  return { examples: of("teach"), heldOut: of("check") };
}
