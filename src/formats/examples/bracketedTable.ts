/** Tables whose first cell begins with a bracket, as JSON does. */
import { isBlank } from "../../shared/text/characters";
import { type DelimiterGuess, guessDelimiter, readTable } from "./delimitedTable";
import type { Row, Table } from "./readExamples";

/**
 * The delimiter of a text that begins with a bracket and is a table all the same; null where it is
 * `json`, whole or broken.
 */
export function bracketedDelimiter(
  text: string,
  mostRows: number,
  json: Table,
): DelimiterGuess | null {
  // Between values of JSON there may be tabs; cells of a spreadsheet may hold whole values.
  if (/^[^\n\r]*\t/u.test(text)) {
    const { rows } = readTable(text, "\t", mostRows);
    if (rows.every(isCut)) return { delimiter: "\t", isUnclear: false };
  }
  const isAnyJson = json.rows.some(({ fault }) => fault?.kind !== "not-json");
  if (isAnyJson) return null;
  const guess = guessDelimiter(text);
  const { rows } = readTable(text, guess.delimiter, mostRows);
  return rows.filter(isCut).length > rows.length / 2 ? guess : null;
}

/** Whether the row has two texts at least, none of them a piece of what brackets hold together. */
function isCut({ cells, fault }: Row): boolean {
  const texts = cells.filter((cell) => cell !== null && !isBlank(cell));
  return fault === null && texts.length > 1 && texts.every(isBalanced);
}

function isBalanced(cell: string | null): boolean {
  const [opening, closing] = [cell?.match(/[[{]/gu), cell?.match(/[\]}]/gu)];
  return opening?.length === closing?.length;
}
