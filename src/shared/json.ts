/** Typed reading of JSON that nobody vouches for: every value is checked, every failure named. */
import { AppError, type FileFault, type FileKind } from "./errors";

/** Longest part of a refused value that an error quotes, in characters. */
const LONGEST_EXCERPT = 80;

/** A value that is missing or not as expected. */
export class FieldError extends Error {
  override readonly name = "FieldError";
  /** Place of the value, such as "adapter.norms[2].module"; "" is the whole. */
  readonly path: string;
  /** The value as JSON, or its beginning; "missing" where there is none. */
  readonly found: string;

  constructor(path: string, value: unknown, expected: string) {
    const found = excerptOf(value);
    super(`${path ? `"${path}"` : "the whole"} is ${found}, not ${expected}`);
    this.path = path;
    this.found = found;
  }
}

/** The beginning of a value as JSON, "missing" for none; deep and long ones are not written whole. */
export function excerptOf(value: unknown): string {
  return value === undefined ? "missing" : excerpt(value, LONGEST_EXCERPT);
}

function excerpt(value: unknown, room: number): string {
  if (typeof value === "string")
    return JSON.stringify(value.slice(0, room)).slice(0, room);
  if (typeof value !== "object" || value === null) return String(value).slice(0, room);
  const isList = Array.isArray(value);
  let text = isList ? "[" : "{";
  for (const key in value) {
    if (text.length > 1) text += ",";
    if (!isList) text += `${excerpt(key, room)}:`;
    if (text.length >= room) break;
    text += excerpt((value as Record<string, unknown>)[key], room - text.length);
  }
  return (text + (isList ? "]" : "}")).slice(0, room);
}

/** Both ends are allowed; an absent end is open. */
export interface Bounds {
  least?: number;
  most?: number;
}

/** Throws a SyntaxError when `text` is not JSON, a FieldError when it is not an object. */
export function parseFields(text: string): Fields {
  return new Fields(JSON.parse(text));
}

/** The result of `read` on a file's JSON; throws "bad-file" with the fault of `file`. */
export function readJson<T>(
  text: string,
  file: FileKind,
  read: (fields: Fields) => T,
): T {
  try {
    return read(parseFields(text));
  } catch (cause) {
    throw new AppError({ code: "bad-file", file, fault: jsonFault(cause) }, { cause });
  }
}

/** The fault that an error of `parseFields` or of a field is; other errors are thrown on. */
function jsonFault(cause: unknown): FileFault {
  if (cause instanceof SyntaxError) return { kind: "not-json" };
  if (!(cause instanceof FieldError)) throw cause;
  return { kind: "value", place: cause.path || "$", found: cause.found };
}

/** The fields of one JSON object. Every method throws a FieldError for a value it does not fit. */
export class Fields {
  /** The content is a Map, so that names such as "__proto__" mean nothing. */
  private readonly content: ReadonlyMap<string, unknown>;
  private readonly path: string;
  private readonly isList: boolean;

  /** A list becomes fields as well, named by their index. */
  constructor(value: unknown, path = "", isList = false) {
    if (typeof value !== "object" || value === null || Array.isArray(value) !== isList) {
      throw new FieldError(path, value, isList ? "a list" : "an object");
    }
    this.content = new Map(Object.entries(value));
    this.path = path;
    this.isList = isList;
  }

  keys(): string[] {
    return [...this.content.keys()];
  }

  has(key: string): boolean {
    return this.value(key) !== undefined;
  }

  /** The unchecked value, undefined when it is missing. */
  value(key: string): unknown {
    return this.content.get(key);
  }

  /** The error for a value that a caller's own check refuses. */
  refused(key: string, expected: string): FieldError {
    return new FieldError(this.pathOf(key), this.value(key), expected);
  }

  inner(key: string): Fields {
    return new Fields(this.value(key), this.pathOf(key));
  }

  /** Result of `read` for the object at `key`, or undefined when there is none. */
  optional<T>(key: string, read: (fields: Fields) => T): T | undefined {
    return this.has(key) ? read(this.inner(key)) : undefined;
  }

  /** Results of `read` for the items of a list, which is read as fields named by their index. */
  items<T>(key: string, count: Bounds, read: (list: Fields, index: string) => T): T[] {
    const list = new Fields(this.value(key), this.pathOf(key), true);
    const indices = list.keys();
    if (isWithin(indices.length, count)) return indices.map((index) => read(list, index));
    throw this.refused(key, bounded("a list", count));
  }

  /** Results of `read` for the objects of a list. */
  list<T>(key: string, count: Bounds, read: (fields: Fields) => T): T[] {
    return this.items(key, count, (list, index) => read(list.inner(index)));
  }

  /** A text; `length` is in UTF-16 code units. */
  text(key: string, length: Bounds = {}): string {
    const value = this.value(key);
    if (typeof value === "string" && isWithin(value.length, length)) return value;
    throw this.refused(key, bounded("a text", length));
  }

  texts(key: string, count: Bounds, length: Bounds = {}): string[] {
    return this.items(key, count, (list, index) => list.text(index, length));
  }

  number(key: string, bounds: Bounds = {}): number {
    const value = this.value(key);
    const isNumber = typeof value === "number" && Number.isFinite(value);
    if (isNumber && isWithin(value, bounds)) return value;
    throw this.refused(key, bounded("a number", bounds));
  }

  numbers(key: string, count: Bounds): number[] {
    return this.items(key, count, (list, index) => list.number(index));
  }

  positive(key: string): number {
    const value = this.number(key);
    if (value > 0) return value;
    throw this.refused(key, "above 0");
  }

  /** A whole number, from 1 on unless `least` says otherwise. */
  count(key: string, bounds: Bounds = {}): number {
    const value = this.number(key, { least: 1, ...bounds });
    if (Number.isSafeInteger(value)) return value;
    throw this.refused(key, "a whole number");
  }

  boolean(key: string): boolean {
    const value = this.value(key);
    if (typeof value === "boolean") return value;
    throw this.refused(key, "true or false");
  }

  choice<T extends string>(key: string, options: readonly T[]): T {
    const found = options.find((option) => option === this.value(key));
    if (found !== undefined) return found;
    throw this.refused(key, `one of ${options.join(", ")}`);
  }

  /** A text of this form; `expected` says it in words. */
  matching(key: string, form: RegExp, expected: string): string {
    const value = this.text(key);
    if (form.test(value)) return value;
    throw this.refused(key, expected);
  }

  /** A SHA-256 in lower-case hex, or from `leastDigits` on the beginning of one. */
  hash(key: string, leastDigits = 64): string {
    const form = new RegExp(`^[0-9a-f]{${leastDigits},64}$`);
    return this.matching(key, form, "a SHA-256 in hex");
  }

  private pathOf(key: string): string {
    if (this.isList) return `${this.path}[${key}]`;
    return this.path ? `${this.path}.${key}` : key;
  }
}

function isWithin(value: number, { least = -Infinity, most = Infinity }: Bounds) {
  return value >= least && value <= most;
}

function bounded(what: string, bounds: Bounds): string {
  return [what, ...Object.entries(bounds).map((end) => `at ${end.join(" ")}`)].join(", ");
}
