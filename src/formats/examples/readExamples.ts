/**
 * Reads examples, an input and its expected answer each, from pasted or dropped text: a table
 * (CSV, TSV, two columns copied from a spreadsheet) or JSON. What the text leaves open is guessed
 * and can be chosen. Every row is accounted for: read, left out with its cause, or beyond the most.
 */
import { isBlank } from "../../shared/text/characters";
import type { Example, ExampleRole } from "../../shared/adapter";
import { bracketedDelimiter } from "./bracketedTable";
import { type ColumnGuess, firstRowNames, guessColumns } from "./columnGuess";
import { type Delimiter, guessDelimiter, readTable } from "./delimitedTable";
import { isJsonText, jsonTable } from "./jsonTable";
import { rowExample } from "./rowExample";
import { isOwnHeader } from "./spreadsheetCells";

export interface ReadExample extends Example {
  /** Place in the text, from 1. */
  line: number;
  /** Null unless the text says it, as the page's own files do. */
  role: ExampleRole | null;
}

/** A reason why a row gives no example. */
export type LineProblem =
  | { kind: "cells"; found: number }
  | { kind: "empty-input" }
  | { kind: "empty-answer" }
  /** Nothing of the answer is compared, such as a lone full stop. */
  | { kind: "bare-answer" }
  | { kind: "open-quote" }
  | { kind: "quote-inside" }
  | { kind: "not-json" }
  | { kind: "missing-fields"; found: string[] }
  | { kind: "input-too-long"; length: number; most: number }
  | { kind: "answer-too-long"; length: number; most: number };

/** A choice of the person's own in place of each guess; absent parts are guessed. */
export interface ReadingChoice {
  /** "json": there is none, as the text is JSON. */
  delimiter?: Delimiter | "json";
  hasHeader?: boolean;
  /** Indices of the columns. */
  input?: number;
  expected?: number;
}

/** A part of the reading that the text leaves open, so that a person should look. */
export type UnclearPart = "delimiter" | "header" | "columns";

export interface ReadExamples {
  format: "csv" | "tsv" | "json" | "jsonl" | "empty";
  /** Null in JSON. */
  delimiter: Delimiter | null;
  /** Whether the text begins as JSON does. */
  mayBeJson: boolean;
  /** Whether the first row names the columns; JSON objects name their own. */
  hasHeader: boolean;
  /** Number of columns, and of cells that a whole row has. */
  width: number;
  /** A name a column, or the cell of the first row where none are named. */
  names: string[];
  /** Indices of the two columns that were taken. */
  chosen: { input: number; expected: number };
  /** Names of the two columns where a first row or the JSON keys named them. */
  columns: { input: string; expected: string } | null;
  unclear: UnclearPart[];
  /** At most as many as the limits say, in the order of the text. */
  examples: ReadExample[];
  problems: { line: number; problem: LineProblem }[];
  /** Number of readable examples beyond those. */
  leftOut: number;
  /** Whether there are more rows than were looked at. */
  isCut: boolean;
}

export interface ExampleLimits {
  most: number;
  /** Rows of a text that are looked at. */
  mostRows: number;
  /** In UTF-16 code units. */
  longestInput: number;
  longestAnswer: number;
}

/** A row of a table or a JSON record, before it is known which of its cells count. */
export interface Row {
  line: number;
  /** Null where a JSON record has no such key. */
  cells: (string | null)[];
  fault: LineProblem | null;
  /** The two texts of a JSON record that names them differently than the others. */
  own?: Example;
  /** The keys of a JSON object. */
  keys?: string[];
}

/** Rows, and the names of their columns where they have some. */
export interface Table {
  rows: Row[];
  names: string[] | null;
  /** Whether the text has more than could be read. */
  isCut?: boolean;
}

const EMPTY: ReadExamples = {
  format: "empty",
  delimiter: null,
  mayBeJson: false,
  hasHeader: false,
  width: 0,
  names: [],
  chosen: { input: 0, expected: 1 },
  columns: null,
  unclear: [],
  examples: [],
  problems: [],
  leftOut: 0,
  isCut: false,
};

export function readExamples(
  text: string,
  limits: ExampleLimits,
  choice: ReadingChoice = {},
): ReadExamples {
  const clean = withoutFence(text.replace(/^\uFEFF/u, ""));
  if (isBlank(clean)) return EMPTY;
  const mostRows = limits.mostRows + 1;
  const mayBeJson = isJsonText(clean);
  const { delimiter: chosen } = choice;
  const isJson = chosen === "json" || (mayBeJson && chosen === undefined);
  const json = isJson ? jsonTable(clean, mostRows) : null;
  const bracketed =
    json && chosen === undefined ? bracketedDelimiter(clean, mostRows, json) : null;
  if (json && !bracketed) {
    const { isLines, ...table } = json;
    const format = isLines ? "jsonl" : "json";
    const about = { delimiter: null, mayBeJson, unclear: [] };
    return ofTable(table, { format, ...about }, limits, choice);
  }
  const guess = bracketed ?? guessDelimiter(clean);
  const delimiter = chosen === undefined || chosen === "json" ? guess.delimiter : chosen;
  const isOpen = guess.isUnclear && chosen === undefined;
  const format = delimiter === "\t" ? "tsv" : "csv";
  return ofTable(
    readTable(clean, delimiter, mostRows),
    { format, delimiter, mayBeJson, unclear: isOpen ? ["delimiter"] : [] },
    limits,
    choice,
  );
}

/** The text within a Markdown code block, as chat programs write it; its lines keep their numbers. */
function withoutFence(text: string): string {
  const begun = text.replace(/^\s*(`{3,}|~{3,})[^\n\r`,;\t]*(?=[\n\r])/u, "");
  return begun === text ? text : begun.replace(/[\n\r](`{3,}|~{3,})\s*$/u, "");
}

function ofTable(
  { rows: all, names: keys, isCut = false }: Table,
  about: Pick<ReadExamples, "format" | "delimiter" | "mayBeJson" | "unclear">,
  limits: ExampleLimits,
  choice: ReadingChoice,
): ReadExamples {
  const rows = all.slice(0, limits.mostRows);
  const sound = rows.filter(({ fault }) => fault === null).map(({ cells }) => cells);
  const heading = keys ? null : firstRowNames(sound);
  const hasHeader = keys === null && (choice.hasHeader ?? heading?.isHeader ?? false);
  const first = rows[0]?.fault === null ? rows[0].cells.map((cell) => cell ?? "") : [];
  const names = keys ?? (hasHeader ? first : null);
  const content = hasHeader ? rows.slice(1) : rows;
  const width = names?.length ?? usualWidth(sound);
  const guess = guessColumns(
    names,
    content.filter(({ fault }) => fault === null).map(({ cells }) => cells),
    width,
  );
  const chosen = chosenColumns(guess, choice, width);
  const isOwn = names !== null && isOwnHeader(names);
  const role = names && isOwn ? names.indexOf("role") : -1;
  const isNamed = names !== null;
  const found = content.map((row) =>
    rowExample(row, { chosen, width, isNamed, isOwn, role }, limits),
  );
  const examples = found.flatMap((row) => ("problem" in row ? [] : [row]));
  const unclear = [...about.unclear];
  if (heading?.isUnclear && choice.hasHeader === undefined) unclear.push("header");
  const isChosen = choice.input !== undefined || choice.expected !== undefined;
  if (!guess.isSure && !isChosen) unclear.push("columns");
  return {
    ...about,
    unclear,
    hasHeader: hasHeader || keys !== null,
    width,
    names: names ?? Array.from({ length: width }, (_, index) => first[index] ?? ""),
    chosen,
    columns: names && {
      input: names[chosen.input] ?? "",
      expected: names[chosen.expected] ?? "",
    },
    examples: examples.slice(0, limits.most),
    problems: found.flatMap((row) => ("problem" in row ? [row] : [])),
    leftOut: Math.max(0, examples.length - limits.most),
    isCut: isCut || all.length > limits.mostRows,
  };
}

/** Two different columns, the person's own choice first. */
function chosenColumns(
  guess: ColumnGuess,
  choice: ReadingChoice,
  width: number,
): ReadExamples["chosen"] {
  const within = (index: number) => Math.min(Math.max(0, index), Math.max(1, width - 1));
  const input = within(choice.input ?? guess.input);
  const expected = within(choice.expected ?? guess.expected);
  if (input !== expected) return { input, expected };
  // The column that was not chosen gives way.
  const other = input === guess.input ? guess.expected : guess.input;
  return choice.expected === undefined
    ? { input, expected: other }
    : { input: other, expected };
}

/** The commonest number of cells, two at least; of several, the smallest. */
function usualWidth(rows: readonly unknown[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [usual] = [...counts].sort(
    ([width, count], [otherWidth, otherCount]) =>
      otherCount - count || width - otherWidth,
  );
  return Math.max(2, usual?.[0] ?? 2);
}
