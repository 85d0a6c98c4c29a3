/**
 * Reads examples, an input and its expected answer each, from pasted or dropped text: CSV, TSV (also two
 * columns copied from a spreadsheet) or JSONL. A line that cannot be read is reported with its
 * number and cause, and the others are kept.
 */
import Papa from "papaparse";

export interface Example {
  /** Where it stands in the text, from 1. */
  line: number;
  input: string;
  /** What the answer should be. */
  expected: string;
}

/** Why a line gives no example. */
export type LineProblem =
  | { kind: "cells"; found: number }
  | { kind: "empty-input" }
  | { kind: "empty-answer" }
  | { kind: "open-quote" }
  | { kind: "quote-inside" }
  | { kind: "not-json" }
  | { kind: "missing-fields"; found: string[] }
  | { kind: "input-too-long"; length: number; most: number };

export interface ReadExamples {
  format: "csv" | "tsv" | "jsonl" | "empty";
  /** The names of the two columns when a first row or the JSON keys named them. */
  columns: { input: string; expected: string } | null;
  /** At most as many as the limits say, in the order of the text. */
  examples: Example[];
  problems: { line: number; problem: LineProblem }[];
  /** Number of readable examples beyond those. */
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

export interface ExampleLimits {
  most: number;
  /** In UTF-16 code units. */
  longestInput: number;
}

export function readExamples(text: string, limits: ExampleLimits): ReadExamples {
  const clean = text.replace(/^\uFEFF/u, "");
  const first = clean.split(/\r\n|\r|\n/u).find((line) => line.trim() !== "");
  if (first === undefined) {
    return { format: "empty", columns: null, examples: [], problems: [], leftOut: 0 };
  }
  const isJson = /^\s*[{[]/u.test(first);
  const format = isJson ? "jsonl" : first.includes("\t") ? "tsv" : "csv";
  const { columns, found } = isJson
    ? examplesOfJsonLines(clean, limits)
    : examplesOfTable(clean, format === "tsv" ? "\t" : delimiterOf(clean), limits);
  const examples = found.flatMap((line) => ("problem" in line ? [] : [line]));
  return {
    format,
    columns,
    examples: examples.slice(0, limits.most),
    problems: found.flatMap((line) => ("problem" in line ? [line] : [])),
    leftOut: Math.max(0, examples.length - limits.most),
  };
}

type Found = Example | { line: number; problem: LineProblem };

interface Reading {
  columns: ReadExamples["columns"];
  found: Found[];
}

interface Row {
  line: number;
  cells: string[];
  fault: LineProblem | null;
}

/** The one that cuts most rows in two; spreadsheets of many countries write ";". */
function delimiterOf(text: string): string {
  const halved = (delimiter: string) =>
    Papa.parse<string[]>(text, {
      delimiter,
      preview: 20,
      skipEmptyLines: "greedy",
    }).data.filter(({ length }) => length === 2).length;
  return [",", ";", "|"].reduce((best, delimiter) =>
    halved(delimiter) > halved(best) ? delimiter : best,
  );
}

function examplesOfTable(
  text: string,
  delimiter: string,
  limits: ExampleLimits,
): Reading {
  const rows = tableRows(text, delimiter);
  const named = rows[0] ? namedColumns(rows[0].cells) : null;
  const content = named ? rows.slice(1) : rows;
  const [input, expected] = named ? [named.input, named.expected] : [0, 1];
  const found = content.map(({ line, cells, fault }): Found => {
    if (fault) return { line, problem: fault };
    const isWhole = named ? cells.length > Math.max(input, expected) : cells.length === 2;
    if (!isWhole) return { line, problem: { kind: "cells", found: cells.length } };
    return checked(line, cells[input]!, cells[expected]!, limits);
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

function examplesOfJsonLines(text: string, limits: ExampleLimits): Reading {
  let columns: ReadExamples["columns"] = null;
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
      return [checked(line, String(value[0]), String(value[1]), limits)];
    }
    const entries = Object.entries(value).filter(([, field]) => isScalar(field));
    const named = namedColumns(entries.map(([name]) => name));
    if (!named) {
      return [{ line, problem: { kind: "missing-fields", found: Object.keys(value) } }];
    }
    const [inputName, input] = entries[named.input]!;
    const [expectedName, expected] = entries[named.expected]!;
    columns ??= { input: inputName, expected: expectedName };
    return [checked(line, String(input), String(expected), limits)];
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

function checked(
  line: number,
  input: string,
  expected: string,
  limits: ExampleLimits,
): Found {
  const message = input.trim();
  if (message === "") return { line, problem: { kind: "empty-input" } };
  if (expected.trim() === "") return { line, problem: { kind: "empty-answer" } };
  const { length } = message;
  const most = limits.longestInput;
  if (length > most) {
    return { line, problem: { kind: "input-too-long", length, most } };
  }
  return { line, input: message, expected: expected.trim() };
}
