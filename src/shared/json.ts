/** Typed reading of JSON that nobody vouches for: every value is checked, every failure named. */

/** A value that is missing or not as expected. */
export class FieldError extends Error {
  override readonly name = "FieldError";
  /** Place of the value, such as "adapter.norms[2].module"; "" is the whole text. */
  readonly path: string;

  constructor(path: string, found: unknown, expected: string) {
    const place = path === "" ? "the whole" : `"${path}"`;
    super(`${place} is ${excerpt(found)}, not ${expected}`);
    this.path = path;
  }
}

/** Both ends are allowed; an absent end is open. */
export interface Bounds {
  least?: number;
  most?: number;
}

/** Longest part of a refused value that an error quotes, in characters. */
const LONGEST_EXCERPT = 80;

/** Throws a SyntaxError when `text` is not JSON, a FieldError when it is not an object. */
export function parseFields(text: string): Fields {
  return new Fields(JSON.parse(text));
}

/** The fields of one JSON object. Every method throws a FieldError for a value it does not fit. */
export class Fields {
  /** A Map, so that names such as "__proto__" mean nothing. */
  private readonly content: ReadonlyMap<string, unknown>;
  private readonly path: string;

  constructor(value: unknown, path = "") {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new FieldError(path, value, "an object");
    }
    this.content = new Map(Object.entries(value));
    this.path = path;
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

  /** What `read` makes of the object at `key`, or undefined when there is none. */
  optional<T>(key: string, read: (fields: Fields) => T): T | undefined {
    return this.has(key) ? read(this.inner(key)) : undefined;
  }

  /** What `read` makes of each object of a list. */
  list<T>(key: string, count: Bounds, read: (fields: Fields) => T): T[] {
    return this.values(key, count, "objects").map((value, index) =>
      read(new Fields(value, `${this.pathOf(key)}[${index}]`)),
    );
  }

  /** `length` is in UTF-16 code units. */
  text(key: string, length: Bounds = {}): string {
    const value = this.value(key);
    if (isText(value, length)) return value;
    throw this.refused(key, `a text${boundsPhrase(length, " characters")}`);
  }

  texts(key: string, count: Bounds, length: Bounds = {}): string[] {
    const values = this.values(key, count, "texts");
    if (values.every((value) => isText(value, length))) return values;
    throw this.refused(key, `a list of texts${boundsPhrase(length, " characters each")}`);
  }

  /** A list of lists of texts; `count` bounds the lists, `innerCount` the texts in each. */
  textLists(key: string, count: Bounds, innerCount: Bounds, length: Bounds): string[][] {
    return this.values(key, count, "lists").map((value) => {
      if (isList(value, innerCount) && value.every((item) => isText(item, length))) {
        return value;
      }
      throw this.refused(key, "a list of lists of texts of their count and length");
    });
  }

  number(key: string, bounds: Bounds = {}): number {
    const value = this.value(key);
    if (isNumber(value) && isWithin(value, bounds)) return value;
    throw this.refused(key, `a number${boundsPhrase(bounds)}`);
  }

  positive(key: string): number {
    const value = this.value(key);
    if (isNumber(value) && value > 0) return value;
    throw this.refused(key, "a number above 0");
  }

  /** A whole number, from 1 on unless `least` says otherwise. */
  count(key: string, { least = 1, most = Number.MAX_SAFE_INTEGER }: Bounds = {}): number {
    const value = this.value(key);
    if (isNumber(value) && Number.isInteger(value) && isWithin(value, { least, most })) {
      return value;
    }
    throw this.refused(key, `a whole number${boundsPhrase({ least, most })}`);
  }

  numbers(key: string, count: Bounds): number[] {
    const values = this.values(key, count, "numbers");
    if (values.every(isNumber)) return values;
    throw this.refused(key, "a list of numbers");
  }

  /** A list of lists of numbers, `count` times `innerCount`. */
  numberLists(key: string, count: Bounds, innerCount: Bounds): number[][] {
    return this.values(key, count, "lists").map((value) => {
      if (isList(value, innerCount) && value.every(isNumber)) return value;
      throw this.refused(key, "a list of lists of numbers of their count");
    });
  }

  boolean(key: string): boolean {
    const value = this.value(key);
    if (typeof value === "boolean") return value;
    throw this.refused(key, "true or false");
  }

  choice<T extends string>(key: string, options: readonly T[]): T {
    const found = options.find((option) => option === this.value(key));
    if (found !== undefined) return found;
    throw this.refused(
      key,
      `one of ${options.map((option) => `"${option}"`).join(", ")}`,
    );
  }

  /** A text of this form; `expected` says it in words. */
  matching(key: string, form: RegExp, expected: string): string {
    const value = this.value(key);
    if (typeof value === "string" && form.test(value)) return value;
    throw this.refused(key, expected);
  }

  /** A SHA-256 in lower-case hex, or from `leastDigits` on the beginning of one. */
  hash(key: string, leastDigits = 64): string {
    const form = new RegExp(`^[0-9a-f]{${leastDigits},64}$`, "u");
    return this.matching(key, form, "a SHA-256 in hex");
  }

  private values(key: string, count: Bounds, what: string): unknown[] {
    const value = this.value(key);
    if (isList(value, count)) return value;
    throw this.refused(key, `a list${boundsPhrase(count, ` ${what}`, ` of ${what}`)}`);
  }

  private pathOf(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }
}

function isText(value: unknown, length: Bounds): value is string {
  return typeof value === "string" && isWithin(value.length, length);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isList(value: unknown, count: Bounds): value is unknown[] {
  return Array.isArray(value) && isWithin(value.length, count);
}

function isWithin(value: number, { least = -Infinity, most = Infinity }: Bounds) {
  return value >= least && value <= most;
}

function boundsPhrase({ least, most }: Bounds, unit = "", open = ""): string {
  if (least !== undefined && most !== undefined) {
    return least === most ? ` of ${most}${unit}` : ` of ${least} to ${most}${unit}`;
  }
  if (least !== undefined) return ` of ${least}${unit} or more`;
  return most === undefined ? open : ` of at most ${most}${unit}`;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > LONGEST_EXCERPT ? `${text.slice(0, LONGEST_EXCERPT)}…` : text;
}
