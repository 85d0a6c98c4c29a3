/** The examples of a lesson. */
import type { TaughtExample, TeachRequest } from "../../shared/teaching";
import { examplesOfRole, repeatsOf } from "../examples/roles";
import type { ListedExample } from "../examples/state";

/** The examples to teach, each once, and those kept back. */
export function lessonExamples(
  list: readonly ListedExample[],
): Pick<TeachRequest, "examples" | "heldOut"> {
  const repeats = repeatsOf(list);
  const of = (role: "teach" | "check"): TaughtExample[] =>
    examplesOfRole(list, role)
      .filter(({ id }) => repeats.get(id) !== "duplicate")
      .map(({ input, expected }) => ({ input, output: expected }));
  return { examples: of("teach"), heldOut: of("check") };
}
