/**
 * Cells that a spreadsheet would compute as a formula are written with an apostrophe in front;
 * numbers are not. The page's own files are known by their first row, and read without it.
 */

/** First names of every file with examples that the page writes. */
const OWN_HEADERS = [
  ["input", "expected", "role"],
  ["line", "input", "expected"],
];

/** Cells that need the apostrophe, and those that begin with one in front of such a cell. */
export const FORMULA = /^'*(?:[=@\t\r]|[+-](?!\d+(?:[.,]\d+)*\s?%?$)).*$/su;

export function isOwnHeader(names: readonly string[]): boolean {
  return OWN_HEADERS.some((own) => own.every((name, index) => names[index] === name));
}

/** The cell as it was before it was written. */
export function withoutFormulaMark(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
