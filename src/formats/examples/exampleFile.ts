/** A list of examples as a CSV file, which readExamples reads back unchanged. */
import Papa from "papaparse";
import type { Example, ExampleRole } from "../../shared/adapter";
import type { ExportedFile } from "../../shared/engine";
import { FORMULA } from "./spreadsheetCells";

/** A role is null where the page's rule gives it. */
export function exampleFile(
  examples: readonly (Example & { role: ExampleRole | null })[],
): ExportedFile {
  const data = examples.map(({ input, expected, role }) => [input, expected, role ?? ""]);
  const table = Papa.unparse(
    { fields: ["input", "expected", "role"], data },
    { escapeFormulae: FORMULA, newline: "\r\n" },
  );
  return {
    name: "examples.csv",
    mediaType: "text/csv",
    // Spreadsheets take a file for UTF-8 only with a byte order mark.
    bytes: new TextEncoder().encode(`\uFEFF${table}\r\n`),
  };
}
