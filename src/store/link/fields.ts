/** Typed reading of an object nobody vouches for; a wrong type or size throws a TypeError. */

/** A Map, so that names such as "__proto__" mean nothing. */
export type Fields = ReadonlyMap<string, unknown>;

export function asFields(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError("not an object");
  }
  return new Map(Object.entries(value));
}

export function textField(fields: Fields, name: string, maximumLength: number): string {
  return checkText(fields.get(name), maximumLength);
}

export function listField(fields: Fields, name: string, maximumCount: number): unknown[] {
  return checkList(fields.get(name), maximumCount);
}

export function textsField(
  fields: Fields,
  name: string,
  maximumCount: number,
  maximumLength: number,
): string[] {
  return listField(fields, name, maximumCount).map((item) =>
    checkText(item, maximumLength),
  );
}

export function textListsField(
  fields: Fields,
  name: string,
  maximumCount: number,
  maximumLength: number,
): string[][] {
  return listField(fields, name, maximumCount).map((list) =>
    checkList(list, maximumCount).map((item) => checkText(item, maximumLength)),
  );
}

export function numberField(fields: Fields, name: string): number {
  return checkNumber(fields.get(name));
}

export function numbersField(
  fields: Fields,
  name: string,
  maximumCount: number,
): number[] {
  return listField(fields, name, maximumCount).map(checkNumber);
}

export function booleanField(fields: Fields, name: string): boolean {
  const value = fields.get(name);
  if (typeof value !== "boolean") throw new TypeError("not a boolean");
  return value;
}

function checkText(value: unknown, maximumLength: number): string {
  if (typeof value !== "string" || value.length > maximumLength) {
    throw new TypeError("not a text of this length");
  }
  return value;
}

function checkNumber(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new TypeError("not a number");
  }
  return value;
}

function checkList(value: unknown, maximumCount: number): unknown[] {
  if (!Array.isArray(value) || value.length > maximumCount) {
    throw new TypeError("not a list of this length");
  }
  return value;
}
