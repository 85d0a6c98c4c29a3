/** A reason why a row of a text gives no example, in words. */
import type { ExampleReading } from "../../store/examples/state";
import type { Text } from "../text/translation";

type LineProblem = NonNullable<ExampleReading["read"]>["problems"][number]["problem"];

/** `width` is the number of cells that a whole row has. */
export function problemWords(text: Text, problem: LineProblem, width: number): string {
  switch (problem.kind) {
    case "cells":
      return text("examples.problem.cells", {
        count: problem.found,
        wanted: width === 2 ? text("examples.problem.two") : width,
      });
    case "missing-fields":
      return text("examples.problem.missing-fields", {
        found: listed(problem.found),
      });
    case "input-too-long":
    case "answer-too-long":
      return text(`examples.problem.${problem.kind}`, {
        length: problem.length,
        most: problem.most,
      });
    default:
      return text(`examples.problem.${problem.kind}`);
  }
}

const MOST_NAMES = 8;
const LONGEST_NAME = 40;

/** The first names, each with its beginning: a file may have thousands, of any length. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => {
    const characters = Array.from(name.slice(0, 2 * LONGEST_NAME));
    const isShort = name.length <= LONGEST_NAME;
    return `“${isShort ? name : `${characters.slice(0, LONGEST_NAME).join("")}…`}”`;
  });
  return [...shown, ...(names.length > MOST_NAMES ? ["…"] : [])].join(", ");
}
