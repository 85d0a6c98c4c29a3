/** The person's own examples as a check takes them. */
import { activeColumns, columnAdapter } from "../chat/columns";
import { completeExamples } from "../examples/list";
import { rolesOf } from "../examples/roles";
import type { AppState } from "../state";
import type { CheckedPart, NumberedExample } from "./state";

/** Numbered as they stand in the list. */
export function ownExamples(state: AppState): NumberedExample[] {
  const { list } = state.examples;
  const places = new Map(list.map(({ id }, index) => [id, index + 1]));
  const roles = rolesOf(list);
  const part = checkedPart(state);
  const taught = taughtInputs(state);
  return completeExamples(list)
    .filter(({ id }) => part === "all" || roles.get(id) === "check")
    .map(({ id, input, expected }) => {
      const taughtTo = taught.flatMap((column) =>
        column.inputs.has(input) ? [column.id] : [],
      );
      const line = places.get(id)!;
      return { line, input, expected, ...(taughtTo.length > 0 && { taughtTo }) };
    });
}

/**
 * Those kept back where an adapter was taught on others, unless the person has chosen; all where
 * none is kept back.
 */
export function checkedPart(state: AppState): CheckedPart {
  const isAnyKeptBack = [...rolesOf(state.examples.list).values()].includes("check");
  if (!isAnyKeptBack) return "all";
  return state.check.part ?? (taughtInputs(state).length > 0 ? "check" : "all");
}

/** The columns whose adapter was taught, each with the inputs it was taught on. */
function taughtInputs(state: AppState): { id: string; inputs: Set<string> }[] {
  return activeColumns(state).flatMap((column) => {
    const taughtOn = columnAdapter(state, column)?.taughtOn ?? [];
    const inputs = new Set(taughtOn.map(({ input }) => input.trim()));
    return inputs.size > 0 ? [{ id: column.id, inputs }] : [];
  });
}
