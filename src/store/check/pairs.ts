/**
 * Reads pairs of input and expected answer from pasted or dropped text: CSV, TSV (also two
 * columns copied from a spreadsheet) or JSONL. A line that cannot be read is reported with its
 * number and cause, and the others are kept.
 */
import Papa from "papaparse";
import { MAXIMUM_MESSAGE_LENGTH, MOST_PAIRS } from "../limits";

export interface Pair {
  /** Where it stands in the text, from 1. */
  line: number;
  input: string;
  /** What the answer should be. */
  expected: string;
}

/** Why a line gives no pair. */
export type LineProblem =
  | { kind: "cells"; found: number }
  | { kind: "empty-input" }
  | { kind: "empty-answer" }
  | { kind: "open-quote" }
  | { kind: "quote-inside" }
  | { kind: "not-json" }
  | { kind: "missing-fields"; found: string[] }
  | { kind: "input-too-long"; length: number; most: number };

export interface ReadPairs {
  format: "csv" | "tsv" | "jsonl" | "empty";
  /** The names of the two columns when a first row or the JSON keys named them. */
  columns: { input: string; expected: string } | null;
  /** At most MOST_PAIRS, in the order of the text. */
  pairs: Pair[];
  problems: { line: number; problem: LineProblem }[];
  /** Readable pairs beyond MOST_PAIRS. */
  leftOut: number;
}

const INPUT_NAMES = ["input", "question", "prompt", "message", "text", "source"];
const EXPECTED_NAMES = [
  "output",
  "answer",
  "expected",
  "target",
  "label",
  "completion",
  "response",
];

export function readPairs(text: string): ReadPairs {
  const clean = text.replace(/^\uFEFF/u, "");
  const first = clean.split(/\r\n|\r|\n/u).find((line) => line.trim() !== "");
  if (first === undefined) {
    return { format: "empty", columns: null, pairs: [], problems: [], leftOut: 0 };
  }
  const isJson = /^\s*[{[]/u.test(first);
  const format = isJson ? "jsonl" : first.includes("\t") ? "tsv" : "csv";
  const { columns, found } = isJson
    ? pairsOfJsonLines(clean)
    : pairsOfTable(clean, format === "tsv" ? "\t" : delimiterOf(clean));
  const pairs = found.flatMap((line) => ("problem" in line ? [] : [line]));
  return {
    format,
    columns,
    pairs: pairs.slice(0, MOST_PAIRS),
    problems: found.flatMap((line) => ("problem" in line ? [line] : [])),
    leftOut: Math.max(0, pairs.length - MOST_PAIRS),
  };
}

type Found = Pair | { line: number; problem: LineProblem };

interface Reading {
  columns: ReadPairs["columns"];
  found: Found[];
}

interface Row {
  line: number;
  cells: string[];
  fault: LineProblem | null;
}

/** The one that cuts most rows in two; spreadsheets of many countries write ";". */
function delimiterOf(text: string): string {
  const pairsWith = (delimiter: string) =>
    Papa.parse<string[]>(text, {
      delimiter,
      preview: 20,
      skipEmptyLines: "greedy",
    }).data.filter(({ length }) => length === 2).length;
  return [",", ";", "|"].reduce((best, delimiter) =>
    pairsWith(delimiter) > pairsWith(best) ? delimiter : best,
  );
}

function pairsOfTable(text: string, delimiter: string): Reading {
  const rows = tableRows(text, delimiter);
  const named = rows[0] ? namedColumns(rows[0].cells) : null;
  const content = named ? rows.slice(1) : rows;
  const [input, expected] = named ? [named.input, named.expected] : [0, 1];
  const found = content.map(({ line, cells, fault }): Found => {
    if (fault) return { line, problem: fault };
    const isWhole = named ? cells.length > Math.max(input, expected) : cells.length === 2;
    if (!isWhole) return { line, problem: { kind: "cells", found: cells.length } };
    return checked(line, cells[input]!, cells[expected]!);
  });
  const header = rows[0]?.cells;
  return {
    columns:
      named && header ? { input: header[input]!, expected: header[expected]! } : null,
    found,
  };
}

function tableRows(text: string, delimiter: string): Row[] {
  const rows: Row[] = [];
  let line = 1;
  let cursor = 0;
  Papa.parse<string[]>(text, {
    delimiter,
    step({ data, errors, meta }) {
      const fault = errors.map(({ code }) => QUOTE_FAULTS[code]).find(Boolean);
      if (fault || data.some((cell) => cell.trim() !== "")) {
        rows.push({ line, cells: withoutEmptyEnd(data), fault: fault ?? null });
      }
      line += text.slice(cursor, meta.cursor).match(/\r\n|\r|\n/gu)?.length ?? 0;
      cursor = meta.cursor;
    },
  });
  return rows;
}

const QUOTE_FAULTS: Record<string, LineProblem> = {
  MissingQuotes: { kind: "open-quote" },
  InvalidQuotes: { kind: "quote-inside" },
};

/** Spreadsheets write empty cells behind the last filled one of their widest row. */
function withoutEmptyEnd(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== "");
  return cells.slice(0, Math.max(2, last + 1));
}

/** A first row is a header only when it names both columns. */
function namedColumns(
  cells: readonly string[],
): { input: number; expected: number } | null {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const input = names.findIndex((name) => INPUT_NAMES.includes(name));
  const expected = names.findIndex((name) => EXPECTED_NAMES.includes(name));
  return input < 0 || expected < 0 ? null : { input, expected };
}

function pairsOfJsonLines(text: string): Reading {
  let columns: ReadPairs["columns"] = null;
  const found = text.split(/\r\n|\r|\n/u).flatMap((content, index): Found[] => {
    if (content.trim() === "") return [];
    const line = index + 1;
    const value = parseJson(content);
    if (value === undefined) return [{ line, problem: { kind: "not-json" } }];
    if (Array.isArray(value)) {
      const { length } = value;
      if (length !== 2 || !value.every(isScalar)) {
        return [{ line, problem: { kind: "cells", found: length } }];
      }
      return [checked(line, String(value[0]), String(value[1]))];
    }
    const entries = Object.entries(value).filter(([, field]) => isScalar(field));
    const named = namedColumns(entries.map(([name]) => name));
    if (!named) {
      return [{ line, problem: { kind: "missing-fields", found: Object.keys(value) } }];
    }
    const [inputName, input] = entries[named.input]!;
    const [expectedName, expected] = entries[named.expected]!;
    columns ??= { input: inputName, expected: expectedName };
    return [checked(line, String(input), String(expected))];
  });
  return { columns, found };
}

/** Undefined when it is not an object or a list. */
function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function checked(line: number, input: string, expected: string): Found {
  const message = input.trim();
  if (message === "") return { line, problem: { kind: "empty-input" } };
  if (expected.trim() === "") return { line, problem: { kind: "empty-answer" } };
  const { length } = message;
  if (length > MAXIMUM_MESSAGE_LENGTH) {
    const most = MAXIMUM_MESSAGE_LENGTH;
    return { line, problem: { kind: "input-too-long", length, most } };
  }
  return { line, input: message, expected: expected.trim() };
}
