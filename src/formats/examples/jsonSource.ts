/**
 * Reads JSON values one after the other, each with the line that it begins in and its source, so
 * that numbers keep their digits and a broken value does not take the ones behind it.
 */

export type JsonValue =
  | { kind: "text"; text: string }
  /** A number, true, false or null, or an object or list inside a record, as it is written. */
  | { kind: "source"; text: string }
  | { kind: "list"; items: JsonValue[]; source: string }
  | { kind: "object"; fields: Map<string, JsonValue>; source: string };

/** A value with its line from 1; null where there is none that is whole. */
export interface PlacedValue {
  line: number;
  value: JsonValue | null;
}

/** Most lists and objects within each other; deeper ones are no data. */
const DEEPEST = 32;

/** Values inside others that are read of a whole text; more would fill the memory. */
const MOST_INSIDE = 200_000;

/**
 * The first `most` values of `text`; those of a list that is the whole text are its items. What
 * holds more values than fit in memory ends the reading, as a value that is not whole.
 */
export function jsonValues(
  text: string,
  most: number,
): { values: PlacedValue[]; isCut: boolean } {
  const reader = new JsonReader(text);
  const values: PlacedValue[] = [];
  while (values.length < most && !reader.isFull && reader.skipTo()) {
    const line = reader.line;
    const value = reader.whole();
    if (value === null) reader.skipLine();
    values.push({ line, value });
  }
  return { values, isCut: reader.isFull };
}

/** A value that is not whole ends the reading of the one around it. */
class Broken extends Error {}
/** Thrown many times in a broken text, so it is made once. */
const BROKEN = new Broken("The value is not whole.");

class JsonReader {
  private place = 0;
  /** Line of `counted`. */
  private currentLine = 1;
  private counted = 0;
  private readonly text: string;
  private inside = 0;
  private isBegun = false;
  /** Items of the outermost list are values of their own. */
  private isInList = false;

  constructor(text: string) {
    this.text = text;
  }

  get isFull(): boolean {
    return this.inside > MOST_INSIDE;
  }

  /** Line of the place, from 1. */
  get line(): number {
    while (this.counted < this.place) {
      const code = this.text.charCodeAt(this.counted);
      const isPair = code === 13 && this.text.charCodeAt(this.counted + 1) === 10;
      if (code === 10 || (code === 13 && !isPair)) this.currentLine += 1;
      this.counted += 1;
    }
    return this.currentLine;
  }

  /** Goes on to the next value at the top; false when there is none. */
  skipTo(): boolean {
    this.space();
    if (!this.isBegun) {
      this.isBegun = true;
      this.isInList = this.isOuterList();
      if (this.isInList) this.place += 1;
    }
    for (;;) {
      this.space();
      const next = this.text[this.place];
      const isBetween = next === "," || (next === "]" && this.isInList);
      if (!isBetween) return next !== undefined;
      this.place += 1;
    }
  }

  /** A list of records, not one record of two texts. */
  private isOuterList(): boolean {
    return /^\[\s*[[{\]]/u.test(this.text.slice(this.place, this.place + 1000));
  }

  /** The value here, or null when it is not whole or something follows in its line. */
  whole(): JsonValue | null {
    const start = this.place;
    try {
      const value = this.value(0);
      if (this.isAtEnd()) return value;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
    }
    this.place = start;
    return null;
  }

  /** Whether nothing but another value follows in this line. */
  private isAtEnd(): boolean {
    const form = /[ \t]*(?:[,\]{[\r\n]|$)/uy;
    form.lastIndex = this.place;
    return form.test(this.text);
  }

  skipLine(): void {
    const rest = /[\r\n]/gu;
    rest.lastIndex = this.place;
    this.place = rest.exec(this.text)?.index ?? this.text.length;
  }

  private space(): void {
    while (" \t\r\n\uFEFF".includes(this.text[this.place] ?? "x")) this.place += 1;
  }

  private value(depth: number): JsonValue {
    this.space();
    this.inside += 1;
    if (depth > DEEPEST || this.isFull) throw BROKEN;
    const start = this.place;
    const first = this.text[start];
    if (first === '"') return { kind: "text", text: this.string() };
    if (first === "[") {
      const items = this.list(depth);
      return { kind: "list", items, source: this.text.slice(start, this.place) };
    }
    if (first === "{") {
      const fields = this.object(depth);
      return { kind: "object", fields, source: this.text.slice(start, this.place) };
    }
    return { kind: "source", text: this.word() };
  }

  private string(): string {
    const start = this.place;
    let end = start;
    do {
      end = this.text.indexOf('"', end + 1);
      if (end < 0) throw BROKEN;
    } while (this.isEscaped(end));
    this.place = end + 1;
    try {
      return JSON.parse(this.text.slice(start, end + 1)) as string;
    } catch {
      throw BROKEN;
    }
  }

  private isEscaped(place: number): boolean {
    let before = place - 1;
    while (this.text[before] === "\\") before -= 1;
    return (place - before) % 2 === 0;
  }

  private word(): string {
    const form =
      /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/uy;
    form.lastIndex = this.place;
    const word = form.exec(this.text)?.[0];
    if (word === undefined) throw BROKEN;
    this.place += word.length;
    return word;
  }

  private list(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    this.between("]", () => items.push(this.value(depth + 1)));
    return items;
  }

  private object(depth: number): Map<string, JsonValue> {
    const fields = new Map<string, JsonValue>();
    this.between("}", () => {
      if (this.text[this.place] !== '"') throw BROKEN;
      const name = this.string();
      this.space();
      if (this.text[this.place] !== ":") throw BROKEN;
      this.place += 1;
      fields.set(name, this.value(depth + 1));
    });
    return fields;
  }

  /** Reads what stands between brackets, with commas in between. */
  private between(end: string, read: () => void): void {
    this.place += 1;
    this.space();
    if (this.text[this.place] === end) {
      this.place += 1;
      return;
    }
    for (;;) {
      this.space();
      read();
      this.space();
      const next = this.text[this.place];
      this.place += 1;
      if (next === end) return;
      if (next !== ",") throw BROKEN;
    }
  }
}
