import { describe, expect, test } from "vitest";
import { sayingInEnglish } from "../sayingInEnglish";
import { FieldError, Fields, parseFields, readJson } from "../../src/shared/json";

const FIELDS = parseFields(`{
  "name": "dates", "rank": 8, "half": 1.5, "zero": 0, "share": 0.5, "isPinned": false, "kind": "base",
  "sha256": "${"ab".repeat(32)}", "modules": ["q_proj", "v_proj"], "sketch": [1, -0.5],
  "axes": [[1, 0], [0, 1]],
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
  expect(FIELDS.items("axes", {}, (list, index) => list.numbers(index, {}))).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(FIELDS.optional("adapter", (adapter) => adapter.keys())).toEqual(["norms"]);
  expect(FIELDS.optional("blend", (blend) => blend.keys())).toBeUndefined();
});

describe("a failure names the place, what is there and what was expected", () => {
  test.each<[() => unknown, string]>([
    [() => FIELDS.text("rank"), '"rank" is 8, not a text'],
    [() => FIELDS.text("alpha"), '"alpha" is missing, not a text'],
    [() => FIELDS.text("name", { most: 4 }), '"name" is "dates", not a text, at most 4'],
    [
      () => FIELDS.text("name", { least: 6 }),
      '"name" is "dates", not a text, at least 6',
    ],
    [
      () => FIELDS.number("share", { least: 1, most: 2 }),
      '"share" is 0.5, not a number, at least 1, at most 2',
    ],
    [
      () => FIELDS.count("rank", { most: 7 }),
      '"rank" is 8, not a number, at least 1, at most 7',
    ],
    [
      () => FIELDS.number("half") && FIELDS.count("half"),
      '"half" is 1.5, not a whole number',
    ],
    [() => FIELDS.positive("zero"), '"zero" is 0, not above 0'],
    [() => FIELDS.boolean("rank"), '"rank" is 8, not true or false'],
    [() => FIELDS.choice("kind", ["a", "b"]), '"kind" is "base", not one of a, b'],
    [() => FIELDS.hash("name"), '"name" is "dates", not a SHA-256 in hex'],
    [() => FIELDS.texts("rank", {}), '"rank" is 8, not a list'],
    [
      () => FIELDS.texts("modules", { most: 1 }),
      '"modules" is ["q_proj","v_proj"], not a list, at most 1',
    ],
    [() => FIELDS.numbers("modules", {}), '"modules[0]" is "q_proj", not a number'],
    [
      () => FIELDS.items("axes", {}, (list, index) => list.numbers(index, { most: 1 })),
      '"axes[0]" is [1,0], not a list, at most 1',
    ],
    [() => FIELDS.inner("rank"), '"rank" is 8, not an object'],
    [
      () => FIELDS.inner("adapter").list("norms", {}, (norm) => norm.text("module")),
      '"adapter.norms[2].module" is 3, not a text',
    ],
    [() => parseFields("[1]"), "the whole is [1], not an object"],
    [
      () => new Fields({ text: "a".repeat(500) }).count("text"),
      `"text" is "${"a".repeat(79)}, not a number`,
    ],
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

test("a damaged file is told by its name and its fault", () => {
  const read = (text: string) =>
    readJson(text, "training-tasks", (list) => list.text("name"));
  expect(read('{"name": "dates"}')).toBe("dates");
  expect(() => read("{")).toThrow(
    sayingInEnglish(/^The list of training tasks is damaged: it is not JSON\./),
  );
  expect(() => read("{}")).toThrow(
    sayingInEnglish(/^The list of training tasks is damaged: "name" is missing\./),
  );
  const broken = () => {
    throw new TypeError("a bug");
  };
  expect(() => readJson("{}", "training-tasks", broken)).toThrow(TypeError);
});
