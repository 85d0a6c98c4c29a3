/** Rows and cells of a text with delimiters, and a guess of which delimiter it is. */
import { isBlank } from "../../shared/text/characters";
import Papa from "papaparse";
import { withoutSpacesAroundQuotes } from "./spacedQuotes";
import type { LineProblem, Row, Table } from "./readExamples";

/** In the order of preference where a text could be read with several. */
export const DELIMITERS = ["\t", "→", "->", "=>", ";", ",", "；", "，", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Rows that a guess looks at. */
const LOOKED_AT = 200;
/** Length of the text that a guess looks at, in UTF-16 code units. */
const LONGEST_LOOKED_AT = 200_000;
/** Cells of a line beyond these are not read: no table has as many, and they would fill the memory. */
const MOST_CELLS = 1000;
const MOST_DELIMITERS = 20_000;
/** Scores that lie closer together than this leave the delimiter open. */
const CLOSE = 0.15;
/** Least share of rows of the same width that a second delimiter needs to leave it open. */
const CONSISTENT = 0.8;

export interface DelimiterGuess {
  delimiter: Delimiter;
  /** Whether another one reads the text about as well. */
  isUnclear: boolean;
}

/** The delimiter that cuts most rows into the same number of cells, and does not look like text. */
export function guessDelimiter(text: string): DelimiterGuess {
  const [, named] = /^sep=(.)(?:[\r\n]|$)/isu.exec(text) ?? [];
  const told = DELIMITERS.find((delimiter) => delimiter === named);
  if (told) return { delimiter: told, isUnclear: false };
  const start = beginningOf(text);
  const scored = DELIMITERS.filter((delimiter) => start.includes(delimiter))
    .map((delimiter) => ({ delimiter, ...scoreOf(start, delimiter) }))
    .filter(({ consistency }) => consistency > 0)
    .sort((one, other) => other.score - one.score);
  const [best, second] = scored;
  if (!best) return { delimiter: ",", isUnclear: false };
  const isUnclear =
    second !== undefined &&
    best.delimiter !== "\t" &&
    second.consistency >= CONSISTENT &&
    best.score - second.score < CLOSE;
  return { delimiter: best.delimiter, isUnclear };
}

/** The first lines of a long text, whole ones unless the first is longer than all that is looked at. */
function beginningOf(text: string): string {
  if (text.length <= LONGEST_LOOKED_AT) return text;
  const start = text.slice(0, LONGEST_LOOKED_AT);
  const end = Math.max(start.lastIndexOf("\n"), start.lastIndexOf("\r"));
  return end > 0 ? start.slice(0, end) : start;
}

/** Share of rows with the commonest number of cells, and that share weighed for the guess. */
function scoreOf(
  text: string,
  delimiter: Delimiter,
): { consistency: number; score: number } {
  const rows = readTable(text, delimiter, LOOKED_AT).rows;
  const counts = new Map<number, number>();
  for (const { cells, fault } of rows) {
    if (fault !== null || cells.length === 1) continue;
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  const [width, count] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? [0, 0];
  const consistency = count / Math.max(1, rows.length);
  const score =
    consistency +
    (width === 2 ? 0.1 : 0) +
    BONUS[delimiter] -
    0.5 * shareOf(rows, delimiter, isDecimal) -
    0.3 * shareOf(rows, delimiter, isProse);
  return { consistency, score };
}

const BONUS: Record<Delimiter, number> = {
  "\t": 0.6,
  "→": 0.2,
  "->": 0.1,
  "=>": 0.1,
  ";": 0.05,
  ",": 0,
  // More often a mark within a sentence.
  "；": -0.2,
  "，": -0.2,
  "|": 0,
};

/** Share of rows in which every border between two cells looks like a part of the text. */
function shareOf(
  rows: readonly Row[],
  delimiter: Delimiter,
  isText: (before: string, after: string) => boolean,
): number {
  if (delimiter !== "," && delimiter !== ";") return 0;
  const cut = rows.filter(({ cells }) => cells.length > 1);
  const like = cut.filter(({ cells }) =>
    cells
      .slice(1)
      .every((cell, index) => isText((cells[index] ?? "").slice(-1), cell ?? "")),
  );
  return cut.length === 0 ? 0 : like.length / cut.length;
}

/** As in 5,58. */
function isDecimal(before: string, after: string): boolean {
  return /\d/u.test(before) && /^\d/u.test(after);
}

/** As in "Hello, world". */
function isProse(before: string, after: string): boolean {
  return /\S/u.test(before) && /^\s\S/u.test(after);
}

/** Empty lines are no rows. */
export function readTable(whole: string, delimiter: Delimiter, mostRows: number): Table {
  const lines = withoutEndlessLines(whole, delimiter);
  const text = withoutSpacesAroundQuotes(lines, delimiter);
  const quoted = rowsOf(text, delimiter, { preview: mostRows });
  const isFaulty = quoted.some(({ fault }) => fault !== null);
  if (!isFaulty || delimiter !== "\t") return { rows: quoted, names: null };
  // Spreadsheets copy a cell that begins with a quotation mark as it is.
  const literal = rowsOf(text, delimiter, { preview: mostRows, fastMode: true });
  const width = literal[0]?.cells.length ?? 0;
  const isEven = width > 1 && literal.every(({ cells }) => cells.length === width);
  return { rows: isEven ? literal : quoted, names: null };
}

/** The text with each line ended behind the most delimiters that are read. */
function withoutEndlessLines(text: string, delimiter: Delimiter): string {
  const first = delimiter.charCodeAt(0);
  const parts: string[] = [];
  let kept = 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) {
      if (count >= MOST_DELIMITERS) kept = at;
      count = 0;
    } else if (code === first && text.startsWith(delimiter, at)) {
      count += 1;
      if (count === MOST_DELIMITERS) parts.push(text.slice(kept, at));
    }
  }
  if (parts.length === 0) return text;
  return parts.join("") + (count >= MOST_DELIMITERS ? "" : text.slice(kept));
}

function rowsOf(
  text: string,
  delimiter: Delimiter,
  options: Pick<Papa.ParseConfig, "preview" | "fastMode">,
): Row[] {
  const rows: Row[] = [];
  let line = 1;
  let cursor = 0;
  Papa.parse<string[]>(text, {
    ...options,
    delimiter,
    step({ data, errors, meta }) {
      const fault = errors.map(({ code }) => QUOTE_FAULTS[code]).find(Boolean);
      const isRow =
        !data.every(isBlank) && !isRule(data) && !(line === 1 && isTold(data));
      if (fault || isRow) {
        rows.push({ line, cells: withoutEmptyEnd(data), fault: fault ?? null });
      }
      line += text.slice(cursor, meta.cursor).match(/\r\n|\r|\n/gu)?.length ?? 0;
      cursor = meta.cursor;
    },
  });
  return rows;
}

/** The first line of some spreadsheets' files, which tells the delimiter, as in "sep=;". */
function isTold([first, ...others]: readonly string[]): boolean {
  return /^sep=.?$/iu.test(first ?? "") && others.every(isBlank);
}

/** The line below the heading of a table in Markdown. */
function isRule(cells: readonly string[]): boolean {
  return cells.every((cell) => /^(?::?-{3,}:?)?$/u.test(cell.trim()));
}

const QUOTE_FAULTS: Record<string, LineProblem> = {
  MissingQuotes: { kind: "open-quote" },
  InvalidQuotes: { kind: "quote-inside" },
};

/** Spreadsheets write empty cells behind the last filled one of their widest row. */
function withoutEmptyEnd(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => !isBlank(cell));
  return cells.slice(0, Math.min(MOST_CELLS, Math.max(2, last + 1)));
}
