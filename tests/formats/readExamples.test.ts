import { describe, expect, test } from "vitest";
import { readExamples as read } from "../../src/formats/examples/readExamples";

const LIMITS = { most: 500, mostRows: 20_000, longestInput: 4000, longestAnswer: 2000 };
const readExamples = (text: string) => read(text, LIMITS);

const EXAMPLES = [
  { line: 1, input: "cat", expected: "animal" },
  { line: 2, input: "oak", expected: "tree" },
];

describe("each format gives the same examples", () => {
  test.each([
    ["csv", "cat,animal\noak,tree\n"],
    ["csv", "cat;animal\r\noak;tree\r\n"],
    ["csv", "cat;animal\noak;tree\n\n"],
    ["csv", '"cat","animal"\n"oak","tree"'],
    ["tsv", "cat\tanimal\noak\ttree"],
    ["jsonl", '{"input":"cat","output":"animal"}\n{"input":"oak","output":"tree"}'],
    ["jsonl", '["cat","animal"]\n["oak","tree"]'],
    ["csv", "\uFEFFcat,animal\noak,tree"],
  ])("%s: %j", (format, text) => {
    expect(readExamples(text)).toMatchObject({
      format,
      examples: EXAMPLES,
      problems: [],
    });
  });
});

test("a first row that names the columns is a header, in any order, among others", () => {
  expect(readExamples("id,Answer,Question\n1,animal,cat\n2,tree,oak")).toMatchObject({
    columns: { input: "Question", expected: "Answer" },
    examples: [
      { line: 2, input: "cat", expected: "animal" },
      { line: 3, input: "oak", expected: "tree" },
    ],
  });
});

test("a quoted cell may hold commas and lines, and lines are still counted right", () => {
  const read = readExamples('"one, two\nthree",a\n\nfour,b\nfive');
  expect(read.examples).toEqual([
    { line: 1, input: "one, two\nthree", expected: "a", role: null },
    { line: 4, input: "four", expected: "b", role: null },
  ]);
  expect(read.problems).toEqual([{ line: 5, problem: { kind: "cells", found: 1 } }]);
});

test("every unreadable line is named with its cause and the others are kept", () => {
  const text = ["cat,animal", "a, b, c", ",answer", "input,", "end,。", "oak,tree"];
  const read = readExamples(text.join("\n"));
  expect(read.examples.map(({ line }) => line)).toEqual([1, 6]);
  expect(read.problems).toEqual([
    { line: 2, problem: { kind: "cells", found: 3 } },
    { line: 3, problem: { kind: "empty-input" } },
    { line: 4, problem: { kind: "empty-answer" } },
    { line: 5, problem: { kind: "bare-answer" } },
  ]);
});

test("a quotation mark that never closes is reported where it opens", () => {
  const read = readExamples('cat,animal\n"oak,tree\nelm,tree');
  expect(read.examples).toHaveLength(1);
  expect(read.problems).toEqual([{ line: 2, problem: { kind: "open-quote" } }]);
});

test("JSON lines say what is wrong with each", () => {
  const text = [
    '{"input":"cat","output":"animal"}',
    "{not json}",
    '{"input":"cat","colour":"grey"}',
    '{"question":"how many","answer":3}',
    "[1,2,3]",
  ].join("\n");
  expect(readExamples(text)).toMatchObject({
    examples: [{ line: 1 }, { line: 4, input: "how many", expected: "3" }],
    problems: [
      { line: 2, problem: { kind: "not-json" } },
      { line: 3, problem: { kind: "missing-fields", found: ["input", "colour"] } },
      { line: 5, problem: { kind: "cells", found: 3 } },
    ],
  });
});

test("an input longer than the model reads is named, not cut", () => {
  const read = readExamples(`${"a".repeat(4001)}\tlong`);
  expect(read.problems).toEqual([
    { line: 1, problem: { kind: "input-too-long", length: 4001, most: 4000 } },
  ]);
});

test("examples beyond the most are counted", () => {
  const text = Array.from({ length: LIMITS.most + 7 }, (_, row) => `${row},${row}`);
  const read = readExamples(text.join("\n"));
  expect(read.examples).toHaveLength(LIMITS.most);
  expect(read.leftOut).toBe(7);
});

test("nothing gives nothing", () => {
  expect(readExamples(" \n ")).toMatchObject({
    format: "empty",
    examples: [],
    problems: [],
  });
});
