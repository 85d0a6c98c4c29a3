/** Records of JSON: the example that one names by itself, and records that are written otherwise. */
import { namedColumns } from "./columnGuess";
import type { JsonValue, PlacedValue } from "./jsonSource";
import type { Row } from "./readExamples";

/** Most records that columns are turned into; more would fill the memory. */
const MOST_RECORDS = 50_000;

/** Texts as they are, everything else as it is written; null is nothing. */
export function cellOf(value: JsonValue): string {
  switch (value.kind) {
    case "text":
      return value.text;
    case "source":
      return value.text === "null" ? "" : value.text;
    case "list":
    case "object":
      return value.source;
    default:
      return value satisfies never;
  }
}

/** By the keys of this object alone. */
export function namedExample(fields: ReadonlyMap<string, JsonValue>): Row["own"] | null {
  const keys = [...fields.keys()];
  const { input, expected } = namedColumns(keys);
  if (input === null || expected === null) return null;
  return {
    input: cellOf(fields.get(keys[input]!)!),
    expected: cellOf(fields.get(keys[expected]!)!),
  };
}

const TURN_LISTS = ["messages", "conversations", "conversation"];
const ROLE_KEYS = ["role", "from"];
const CONTENT_KEYS = ["content", "value"];

export function isConversation(fields: ReadonlyMap<string, JsonValue>): boolean {
  return turnsOf(fields) !== null;
}

function turnsOf(fields: ReadonlyMap<string, JsonValue>) {
  const list = TURN_LISTS.map((name) => fields.get(name)).find(
    (value) => value?.kind === "list",
  );
  if (list?.kind !== "list") return null;
  const turns = list.items.map((item) => {
    if (item.kind !== "object") return null;
    const role = ROLE_KEYS.map((key) => item.fields.get(key)).find(Boolean);
    const content = CONTENT_KEYS.map((key) => item.fields.get(key)).find(Boolean);
    return role && content ? { role: cellOf(role), content: cellOf(content) } : null;
  });
  return turns.length > 0 && turns.every((turn) => turn !== null) ? turns : null;
}

/** The last answer of an assistant and the message before it. */
export function conversationExample(
  fields: ReadonlyMap<string, JsonValue>,
): Row["own"] | null {
  const turns = turnsOf(fields);
  if (!turns) return null;
  const answer = turns.findLastIndex(({ role }) => /assistant|gpt|model/u.test(role));
  const message = turns
    .slice(0, Math.max(0, answer))
    .findLast(({ role }) => /user|human/u.test(role));
  return message ? { input: message.content, expected: turns[answer]!.content } : null;
}

/**
 * The records of a single object of columns, as in {"input": ["cat"], "output": ["animal"]}, or
 * with an object of the same keys a column, as pandas writes it; null where it is something else.
 */
export function recordsOfColumns([only, ...others]: readonly PlacedValue[]):
  PlacedValue[] | null {
  if (only?.value?.kind !== "object" || others.length > 0) return null;
  const columns = [...only.value.fields].map(([name, value]) => ({
    name,
    cells: cellsOf(value),
  }));
  const length = columns[0]?.cells?.length ?? 0;
  const isTable =
    columns.length >= 2 &&
    length > 0 &&
    length * columns.length <= MOST_RECORDS &&
    columns.every(({ cells }) => cells?.length === length && cells.every(isPlain));
  if (!isTable) return null;
  return Array.from({ length }, (_, row) => {
    const fields = new Map(columns.map(({ name, cells }) => [name, cells![row]!]));
    return { line: only.line, value: { kind: "object", fields, source: "" } };
  });
}

function cellsOf(value: JsonValue): readonly JsonValue[] | null {
  if (value.kind === "list") return value.items;
  return value.kind === "object" ? [...value.fields.values()] : null;
}

function isPlain({ kind }: JsonValue): boolean {
  return kind === "text" || kind === "source";
}

/** Whether the record says by itself what its example is. */
export function isExample(record: JsonValue): boolean {
  if (record.kind !== "object") return false;
  const { fields } = withinRecord(record);
  return isConversation(fields) || namedExample(fields) !== null;
}

/**
 * The record that holds the texts where another one is around it, as in
 * {"translation": {"en": "cat", "de": "Katze"}} or {"row_idx": 0, "row": {…}}.
 */
export function innerRecord({ line, value }: PlacedValue): PlacedValue {
  return { line, value: value?.kind === "object" ? withinRecord(value) : value };
}

type JsonObject = JsonValue & { kind: "object" };

function withinRecord(record: JsonObject): JsonObject {
  if (isConversation(record.fields) || namedExample(record.fields)) return record;
  const fields = [...record.fields.values()];
  const [inner, ...others] = fields.filter((field) => field.kind === "object");
  const hasTexts = countTexts(fields) >= 2;
  if (!inner || others.length > 0 || hasTexts) return record;
  const isRecord =
    countTexts([...inner.fields.values()]) >= 2 ||
    namedExample(inner.fields) !== null ||
    isConversation(inner.fields);
  return isRecord ? inner : record;
}

function countTexts(values: readonly JsonValue[]): number {
  return values.filter(({ kind }) => kind === "text").length;
}
