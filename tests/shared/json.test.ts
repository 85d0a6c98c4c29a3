import { describe, expect, test } from "vitest";
import { FieldError, Fields, parseFields } from "../../src/shared/json";

const FIELDS = parseFields(`{
  "name": "dates", "rank": 8, "share": 0.5, "isPinned": false, "kind": "base",
  "sha256": "${"ab".repeat(32)}", "modules": ["q_proj", "v_proj"], "sketch": [1, -0.5],
  "axes": [[1, 0], [0, 1]], "columns": [["base", ""]],
  "adapter": { "norms": [{ "module": "q_proj" }, { "module": "v_proj" }, { "module": 3 }] }
}`);

test("values of the expected type come back as they are", () => {
  expect(FIELDS.text("name", { least: 5, most: 5 })).toBe("dates");
  expect(FIELDS.count("rank")).toBe(8);
  expect(FIELDS.number("share", { least: 0, most: 0.5 })).toBe(0.5);
  expect(FIELDS.positive("share")).toBe(0.5);
  expect(FIELDS.boolean("isPinned")).toBe(false);
  expect(FIELDS.choice("kind", ["adapted", "base"])).toBe("base");
  expect(FIELDS.hash("sha256")).toHaveLength(64);
  expect(FIELDS.texts("modules", { most: 2 })).toEqual(["q_proj", "v_proj"]);
  expect(FIELDS.numbers("sketch", { least: 2 })).toEqual([1, -0.5]);
  expect(FIELDS.numberLists("axes", { most: 2 }, { least: 2 })).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(FIELDS.textLists("columns", {}, { most: 2 }, {})).toEqual([["base", ""]]);
  expect(FIELDS.optional("adapter", (adapter) => adapter.keys())).toEqual(["norms"]);
  expect(FIELDS.optional("blend", (blend) => blend.keys())).toBeUndefined();
});

describe("a failure names the place, what is there and what was expected", () => {
  test.each<[() => unknown, string]>([
    [() => FIELDS.text("rank"), '"rank" is 8, not a text'],
    [() => FIELDS.text("alpha"), '"alpha" is missing, not a text'],
    [
      () => FIELDS.text("name", { most: 4 }),
      '"name" is "dates", not a text of at most 4 characters',
    ],
    [
      () => FIELDS.text("name", { least: 6 }),
      '"name" is "dates", not a text of 6 characters or more',
    ],
    [
      () => FIELDS.number("share", { least: 1, most: 2 }),
      '"share" is 0.5, not a number of 1 to 2',
    ],
    [
      () => FIELDS.count("share", { most: 9 }),
      '"share" is 0.5, not a whole number of 1 to 9',
    ],
    [() => FIELDS.boolean("rank"), '"rank" is 8, not true or false'],
    [() => FIELDS.choice("kind", ["a", "b"]), '"kind" is "base", not one of "a", "b"'],
    [() => FIELDS.hash("name"), '"name" is "dates", not a SHA-256 in hex'],
    [() => FIELDS.texts("rank", {}), '"rank" is 8, not a list of texts'],
    [
      () => FIELDS.texts("modules", { most: 1 }),
      '"modules" is ["q_proj","v_proj"], not a list of at most 1 texts',
    ],
    [
      () => FIELDS.numbers("modules", {}),
      '"modules" is ["q_proj","v_proj"], not a list of numbers',
    ],
    [
      () => FIELDS.numberLists("axes", {}, { most: 1 }),
      '"axes" is [[1,0],[0,1]], not a list of lists of numbers of their count',
    ],
    [() => FIELDS.inner("rank"), '"rank" is 8, not an object'],
    [
      () => FIELDS.inner("adapter").list("norms", {}, (norm) => norm.text("module")),
      '"adapter.norms[2].module" is 3, not a text',
    ],
    [() => parseFields("[1]"), "the whole is [1], not an object"],
    [() => new Fields({ text: "a".repeat(500) }).count("text"), "…, not a whole number"],
  ])("%s", (read, message) => {
    expect(read).toThrow(FieldError);
    expect(read).toThrow(message);
  });

  test("text that is not JSON stays a SyntaxError", () => {
    expect(() => parseFields("{")).toThrow(SyntaxError);
  });
});

test("names of object machinery are only names", () => {
  const fields = parseFields('{"__proto__": {"polluted": true}}');
  expect(fields.keys()).toEqual(["__proto__"]);
  expect(fields.inner("__proto__").boolean("polluted")).toBe(true);
  expect(fields.has("toString")).toBe(false);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("numbers that are none are refused", () => {
  const fields = new Fields({ nan: NaN, endless: Infinity, text: "1" });
  for (const key of fields.keys()) {
    expect(() => fields.number(key)).toThrow(FieldError);
    expect(() => fields.positive(key)).toThrow(FieldError);
  }
});
