/** One row of a table or a JSON record as an example, or the reason why it is none. */
import { normaliseAnswer } from "../../shared/text/normalisation";
import { isBlank } from "../../shared/text/characters";
import { EXAMPLE_ROLES } from "../../shared/adapter";
import type {
  ExampleLimits,
  LineProblem,
  ReadExample,
  ReadExamples,
  Row,
} from "./readExamples";
import { withoutFormulaMark } from "./spreadsheetCells";

type Found = ReadExample | { line: number; problem: LineProblem };

/** Where the two texts of a row stand, and what its columns say. */
export interface Layout {
  chosen: ReadExamples["chosen"];
  width: number;
  isNamed: boolean;
  isOwn: boolean;
  role: number;
}

/** The example of a row, or the reason why it gives none. */
export function rowExample(row: Row, layout: Layout, limits: ExampleLimits): Found {
  const { line, cells, fault, own, keys } = row;
  const { chosen, width, isOwn } = layout;
  if (fault) return { line, problem: fault };
  const input = cells[chosen.input] ?? own?.input;
  // One column alone has no answers.
  const isLone = chosen.input === chosen.expected;
  const expected = (isLone ? null : cells[chosen.expected]) ?? own?.expected;
  if (input === undefined || expected === undefined) {
    return keys
      ? { line, problem: { kind: "missing-fields", found: keys } }
      : { line, problem: { kind: "cells", found: cells.length } };
  }
  if (!keys && !own && cells.length > width) {
    return { line, problem: { kind: "cells", found: cells.length } };
  }
  const role = EXAMPLE_ROLES.find((name) => name === cells[layout.role]) ?? null;
  const plain = (cell: string) => (isOwn ? withoutFormulaMark(cell) : cell);
  return checked({ line, role, input: plain(input), expected: plain(expected) }, limits);
}

function checked({ line, role, ...texts }: ReadExample, limits: ExampleLimits): Found {
  const input = texts.input.trim();
  const expected = texts.expected.trim();
  if (isBlank(input)) return { line, problem: { kind: "empty-input" } };
  if (isBlank(expected)) return { line, problem: { kind: "empty-answer" } };
  if (normaliseAnswer(expected) === "") return { line, problem: { kind: "bare-answer" } };
  const { longestInput, longestAnswer } = limits;
  if (input.length > longestInput) {
    const { length } = input;
    return { line, problem: { kind: "input-too-long", length, most: longestInput } };
  }
  if (expected.length > longestAnswer) {
    const { length } = expected;
    return { line, problem: { kind: "answer-too-long", length, most: longestAnswer } };
  }
  return { line, input, expected, role };
}
