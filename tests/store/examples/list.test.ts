import { describe, expect, test } from "vitest";
import { completeExamples, numbered, rowFault } from "../../../src/store/examples/list";
import { repeatsOf, rolesOf } from "../../../src/store/examples/roles";
import type { KeptExample } from "../../../src/store/examples/state";

function example(input: string, expected = "x", role: KeptExample["role"] = null) {
  return { input, expected, role };
}

function counted(count: number, name = "in"): KeptExample[] {
  return Array.from({ length: count }, (_, index) => example(`${name} ${index}`));
}

/** Roles by input. */
function rolesByInput(examples: readonly KeptExample[]) {
  const list = numbered(examples);
  const roles = rolesOf(list);
  return Object.fromEntries(list.map(({ id, input }) => [input, roles.get(id)] as const));
}

describe("roles", () => {
  test.each([
    [1, 0],
    [7, 0],
    [8, 2],
    [9, 3],
    [20, 6],
    [500, 166],
  ])("of %i examples %i are kept back", (count, checked) => {
    const roles = Object.values(rolesByInput(counted(count)));
    expect(roles.filter((role) => role === "check")).toHaveLength(checked);
    expect(roles).toHaveLength(count);
  });

  test("are drawn by content, whatever the order", () => {
    const examples = counted(30);
    expect(rolesByInput(examples.toReversed())).toEqual(rolesByInput(examples));
    expect(rolesByInput(counted(30, "other"))).not.toEqual(rolesByInput(examples));
  });

  test("examples of one input are never on both sides", () => {
    const examples = [...counted(8), ...counted(8), example("in 3", "another")];
    const list = numbered(examples);
    const roles = rolesOf(list);
    for (const { id, input } of list) {
      const same = list.filter((other) => other.input === input);
      expect(new Set(same.map((other) => roles.get(other.id))).size, input).toBe(1);
      expect(roles.get(id)).toBeDefined();
    }
    expect([...roles.values()].filter((role) => role === "check").length).toBeGreaterThan(
      3,
    );
  });

  test("that the person chose stand", () => {
    const few = [example("a", "x", "check"), example("b")];
    expect(rolesByInput(few)).toEqual({ a: "check", b: "teach" });
    const many = counted(20).map((one) => ({ ...one, role: "teach" as const }));
    expect(new Set(Object.values(rolesByInput(many)))).toEqual(new Set(["teach"]));
  });

  test("what is not complete has none", () => {
    expect(rolesOf(numbered([example(" "), example("a", "")])).size).toBe(0);
  });
});

test("typed rows count as a reader of files gives them", () => {
  expect(
    completeExamples(numbered([example(" a \r\nb ", "\tc\n"), example("a")])),
  ).toEqual([
    { id: 1, input: "a \nb", expected: "c", role: null },
    { id: 2, input: "a", expected: "x", role: null },
  ]);
});

test.each([
  [example("a", " "), { kind: "incomplete" }],
  [example("a", "\u200B\u200B"), { kind: "incomplete" }],
  [example("a", "。"), { kind: "bare-answer" }],
  [example("a".repeat(4001)), { kind: "input-too-long", length: 4001, most: 4000 }],
  [example("a", "b".repeat(2001)), { kind: "answer-too-long", length: 2001, most: 2000 }],
  [example("a".repeat(4000), "b".repeat(2000)), null],
])("a row that is no example says why: %#", (row, fault) => {
  expect(rowFault(row)).toEqual(fault);
});

test("repeats and contradictions are found beneath white space", () => {
  const list = numbered([
    example("a", "x"),
    example("b", "y"),
    example(" a", "x "),
    example("b", "z"),
    example("c", "x"),
  ]);
  expect([...repeatsOf(list)]).toEqual([
    [3, "duplicate"],
    [2, "contradiction"],
    [4, "contradiction"],
  ]);
});
