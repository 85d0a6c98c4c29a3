/**
 * JSON as a table: a list of objects or of pairs, the same one a line (JSONL), an object that
 * holds such a list, an object of columns, one whose keys are the inputs, records within records,
 * and conversations of a system, a user and an assistant.
 */
import {
  cellOf,
  conversationExample,
  innerRecord,
  isConversation,
  isExample,
  namedExample,
  recordsOfColumns,
} from "./jsonRecords";
import { type JsonValue, type PlacedValue, jsonValues } from "./jsonSource";
import type { Row, Table } from "./readExamples";

/** Keys beyond these are in no column. */
const MOST_COLUMNS = 50;

export function isJsonText(text: string): boolean {
  return /^\s*[[{]/u.test(text);
}

/** `isLines`: every record has a line of its own. */
export function jsonTable(text: string, mostRows: number): Table & { isLines: boolean } {
  const { values: found, isCut } = jsonValues(text, mostRows);
  const pairs = /^\s*\{/u.test(text) ? pairsOf(found) : null;
  if (pairs)
    return { rows: pairs.slice(0, mostRows), names: null, isLines: false, isCut };
  const values = (recordsOfColumns(found) ?? unwrapped(found))
    .slice(0, mostRows)
    .map(innerRecord);
  const names = namesOf(values);
  const rows = values.map((value) => rowOf(value, names));
  const isLines = !/^\s*\[\s*[[{]/u.test(text) && values.length > 0;
  return { rows, names: names.length > 0 ? names : null, isLines, isCut };
}

/** The pairs of a single object of inputs with their answers, as in {"cat": "animal"}. */
function pairsOf([only, ...others]: readonly PlacedValue[]): Row[] | null {
  if (!only?.value || only.value.kind !== "object" || others.length > 0) return null;
  const { fields } = only.value;
  const isPlain = [...fields.values()].every(
    ({ kind }) => kind === "text" || kind === "source",
  );
  if (!isPlain || namedExample(fields)) return null;
  return [...fields].map(([input, expected]) => ({
    line: only.line,
    cells: [input, cellOf(expected)],
    fault: null,
  }));
}

/** The records of the list that a single object holds, as in {"examples": […]}. */
function unwrapped(values: PlacedValue[]): PlacedValue[] {
  const [only, ...others] = values;
  if (!only?.value || only.value.kind !== "object" || others.length > 0) return values;
  const lists = [...only.value.fields.values()].filter(isRecords);
  // Beside the records there may be a list about them.
  const list = lists.find(({ items }) => isExample(items[0]!)) ?? lists[0];
  if (!list || isConversation(only.value.fields)) return values;
  return list.items.map((value) => ({ line: only.line, value }));
}

function isRecords(value: JsonValue): value is JsonValue & { kind: "list" } {
  return (
    value.kind === "list" &&
    value.items.length > 0 &&
    value.items.every(({ kind }) => kind === "object" || kind === "list")
  );
}

/** The keys of all objects, in the order they come. */
function namesOf(values: readonly PlacedValue[]): string[] {
  const names = new Set<string>();
  for (const { value } of values) {
    if (value?.kind !== "object" || isConversation(value.fields)) continue;
    for (const name of value.fields.keys()) {
      if (names.size < MOST_COLUMNS) names.add(name);
    }
  }
  return [...names];
}

function rowOf({ line, value }: PlacedValue, names: readonly string[]): Row {
  if (value?.kind === "list") {
    const cells = value.items.map(cellOf);
    if (names.length === 0) return { line, cells, fault: null };
    const [input, expected] = cells;
    return cells.length === 2
      ? { line, cells: [], fault: null, own: { input: input!, expected: expected! } }
      : { line, cells: [], fault: { kind: "cells", found: cells.length } };
  }
  if (value?.kind !== "object") return { line, cells: [], fault: { kind: "not-json" } };
  const { fields } = value;
  const keys = [...fields.keys()];
  const own = conversationExample(fields) ?? namedExample(fields);
  const cells = names.map((name) => {
    const field = fields.get(name);
    return field && !isConversation(fields) ? cellOf(field) : null;
  });
  return { line, cells, fault: null, keys, ...(own && { own }) };
}
