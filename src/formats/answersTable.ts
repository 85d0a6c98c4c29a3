/** The answers of a check as a CSV file, one line an example, for a spreadsheet. */
import Papa from "papaparse";
import type { ExportedFile } from "../shared/engine";
import type { AdapterScope } from "../shared/adapter";
import { METRICS, score } from "../shared/metrics";
import { FORMULA } from "./examples/spreadsheetCells";

export interface AnsweredExamples {
  strength: number;
  /** Modules and layers of the adapters that applied; null means all. */
  scope: AdapterScope | null;
  columns: readonly { id: string }[];
  rows: readonly {
    line: number;
    input: string;
    expected: string;
    /** Answers by column id. */
    answers: Record<string, { text: string }>;
    /** Ids of the columns whose adapter was taught on it. */
    taughtTo?: readonly string[];
  }[];
}

/**
 * `names` are the columns' names by id. Cells that a spreadsheet would compute are quoted. What of the
 * adapters applied stands in columns of its own, unless all of them did.
 */
export function answersTable(
  { columns, rows, strength, scope }: AnsweredExamples,
  names: Record<string, string>,
): ExportedFile {
  const fields = columns.flatMap(({ id }) => [
    names[id]!,
    ...METRICS.map((metric) => `${names[id]} (${metric})`),
  ]);
  const isTaught = rows.some(({ taughtTo }) => taughtTo);
  const steered = {
    ...(strength !== 1 && { strength }),
    ...(scope && {
      modules: scope.modules.join(", "),
      layers: `${scope.firstLayer}–${scope.lastLayer}`,
    }),
  };
  const data = rows.map(({ line, input, expected, answers, taughtTo }) => [
    line,
    input,
    expected,
    ...(isTaught ? [taughtTo?.map((id) => names[id]).join(", ") ?? ""] : []),
    ...columns.flatMap(({ id }) => {
      const { text } = answers[id]!;
      return [text, ...METRICS.map((metric) => score(metric, text, expected).toFixed(3))];
    }),
    ...Object.values(steered),
  ]);
  const table = Papa.unparse(
    {
      fields: [
        "line",
        "input",
        "expected",
        ...(isTaught ? ["taught to"] : []),
        ...fields,
        ...Object.keys(steered),
      ],
      data,
    },
    { escapeFormulae: FORMULA, newline: "\r\n" },
  );
  return {
    name: "check.csv",
    mediaType: "text/csv",
    // Spreadsheets take a file for UTF-8 only with a byte order mark.
    bytes: new TextEncoder().encode(`\uFEFF${table}\r\n`),
  };
}
