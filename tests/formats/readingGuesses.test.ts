import { describe, expect, test } from "vitest";
import { answersTable } from "../../src/formats/answersTable";
import { exampleFile } from "../../src/formats/examples/exampleFile";
import {
  type ReadingChoice,
  readExamples as read,
} from "../../src/formats/examples/readExamples";

const LIMITS = { most: 500, mostRows: 20_000, longestInput: 4000, longestAnswer: 2000 };
const readExamples = (text: string, choice?: ReadingChoice) => read(text, LIMITS, choice);

function pairs(text: string, choice?: ReadingChoice): [string, string][] {
  return readExamples(text, choice).examples.map(({ input, expected }) => [
    input,
    expected,
  ]);
}

const lines = (...rows: string[]) => rows.join("\n");

describe("the delimiter is the one that reads every row alike", () => {
  const PRICES = ["price?", "total?", "sum?", "cost?", "fee?"];

  test.each<[string, string, string, [string, string]]>([
    [
      "decimal commas behind semicolons",
      lines(...PRICES.map((text, row) => `${text};${row + 5},58`)),
      ";",
      ["price?", "5,58"],
    ],
    [
      "decimal commas on both sides",
      lines("1,5;3,0", "2,25;4,5", "0,5;1,0"),
      ";",
      ["1,5", "3,0"],
    ],
    [
      "a comma of the text behind semicolons",
      lines("Hello, world;greeting", "Bye, all;farewell"),
      ";",
      ["Hello, world", "greeting"],
    ],
    [
      "semicolons within quoted cells",
      lines('"a;b",first', '"c;d",second'),
      ",",
      ["a;b", "first"],
    ],
    [
      "commas in cells of a spreadsheet",
      lines("a, b, c\t3", "d, e\t2", "f\t1"),
      "\t",
      ["a, b, c", "3"],
    ],
    [
      "arrows as people write them",
      lines("cat → animal", "oak → tree"),
      "→",
      ["cat", "animal"],
    ],
    ["typed arrows", lines("a, b -> b, a", "c, d -> d, c"), "->", ["a, b", "b, a"]],
    ["bars", lines("cat|animal", "oak|tree"), "|", ["cat", "animal"]],
  ])("%s", (_, text, delimiter, first) => {
    const found = readExamples(text);
    expect(found).toMatchObject({ delimiter, problems: [], unclear: [] });
    expect(pairs(text)[0]).toEqual(first);
  });

  test("a text that reads as well with another one is said to be unclear", () => {
    const text = lines("a;b,c", "d;e,f");
    expect(readExamples(text)).toMatchObject({ delimiter: ";", unclear: ["delimiter"] });
    expect(pairs(text, { delimiter: "," })).toEqual([
      ["a;b", "c"],
      ["d;e", "f"],
    ]);
    expect(readExamples(text, { delimiter: "," }).unclear).toEqual([]);
  });

  test("cells that begin with a quotation mark are copied by spreadsheets as they are", () => {
    expect(pairs(lines('"Hi" she said\tspeech', "Rain fell\tevent"))).toEqual([
      ['"Hi" she said', "speech"],
      ["Rain fell", "event"],
    ]);
  });
});

describe("the first row", () => {
  test.each<[string, string]>([
    ["问题,答案", "Chinese names"],
    ["Frage;Antwort", "German names"],
    ["質問\t答え", "Japanese names"],
    ["Customer message,Expected label", "names of several words"],
    ["INPUT_TEXT,model_output", "names with underscores"],
  ])("%s: %s", (header) => {
    const delimiter = /[,;\t]/u.exec(header)![0];
    const text = lines(header, `cat${delimiter}animal`, `oak${delimiter}tree`);
    expect(readExamples(text)).toMatchObject({ hasHeader: true, unclear: [] });
    expect(pairs(text)).toEqual([
      ["cat", "animal"],
      ["oak", "tree"],
    ]);
  });

  test("unknown names above labels that come again are taken for names, and may be changed", () => {
    const text = lines(
      "Ticket,Team",
      "no light,facility",
      "no pay,money",
      "no heat,facility",
      "refund,money",
    );
    expect(readExamples(text)).toMatchObject({ hasHeader: true, unclear: ["header"] });
    expect(pairs(text)).toHaveLength(4);
    expect(pairs(text, { hasHeader: false })).toHaveLength(5);
    expect(readExamples(text, { hasHeader: true }).unclear).toEqual([]);
  });

  test("words above labels that come again may be an example like them", () => {
    const text = lines("cat,animal", "oak,tree", "elm,tree", "rose,plant", "fern,plant");
    expect(readExamples(text)).toMatchObject({ hasHeader: false, unclear: [] });
  });

  test("an example like all others is no header", () => {
    const text = lines("cat,cats", "ox,oxen", "leaf,leaves", "mouse,mice");
    expect(readExamples(text)).toMatchObject({ hasHeader: false, unclear: [] });
    expect(pairs(text, { hasHeader: true })).toHaveLength(3);
  });

  test("a row with a comma too many is left out with its cause, not cut", () => {
    const text = lines("input,output", "Hello, world,greeting", "cat,animal");
    const found = readExamples(text);
    expect(pairs(text)).toEqual([["cat", "animal"]]);
    expect(found.problems).toEqual([{ line: 2, problem: { kind: "cells", found: 3 } }]);
    expect(found.width).toBe(2);
  });
});

describe("two columns of several", () => {
  test("names say which, in any order", () => {
    const text = lines("id,label,note,text", "7,animal,x,cat", "9,tree,,oak");
    expect(pairs(text)).toEqual([
      ["cat", "animal"],
      ["oak", "tree"],
    ]);
    expect(readExamples(text)).toMatchObject({
      width: 4,
      names: ["id", "label", "note", "text"],
      chosen: { input: 3, expected: 1 },
      unclear: [],
    });
  });

  test("without names a counter is passed over, and the choice stays open", () => {
    const text = lines("1\tcat\tanimal", "2\toak\ttree", "3\telm\ttree");
    expect(readExamples(text).unclear).toEqual(["columns"]);
    expect(pairs(text)[0]).toEqual(["cat", "animal"]);
    expect(pairs(text, { input: 2 })[0]).toEqual(["animal", "cat"]);
    expect(pairs(text, { expected: 1 })[0]).toEqual(["animal", "cat"]);
    expect(pairs(text, { input: 1, expected: 0 })[0]).toEqual(["cat", "1"]);
    expect(readExamples(text, { input: 1, expected: 0 }).unclear).toEqual([]);
  });

  test("the answer column may come first", () => {
    expect(pairs(lines("cat,animal", "oak,tree"), { input: 1, expected: 0 })).toEqual([
      ["animal", "cat"],
      ["tree", "oak"],
    ]);
  });
});

describe("JSON", () => {
  const CATS: [string, string][] = [
    ["cat", "animal"],
    ["oak", "tree"],
  ];

  test.each<[string, string]>([
    [
      "a list over several lines",
      '[\n  {\n    "input": "cat",\n    "output": "animal"\n  },\n  {"input": "oak", "output": "tree"}\n]\n',
    ],
    [
      "a list in one line",
      '[{"input":"cat","output":"animal"},{"input":"oak","output":"tree"}]',
    ],
    ["pairs in a list", '[\n["cat", "animal"],\n["oak", "tree"]\n]'],
    [
      "a list in an object",
      '{"name": "x", "examples": [{"q": "cat", "a": "animal"}, {"q": "oak", "a": "tree"}]}',
    ],
    [
      "objects one behind the other",
      '{"text":"cat",\n"label":"animal"}\n{"text":"oak","label":"tree"}',
    ],
    [
      "conversations",
      '{"messages":[{"role":"system","content":"Say what it is."},{"role":"user","content":"cat"},{"role":"assistant","content":"animal"}]}\n' +
        '{"messages":[{"role":"user","content":"oak"},{"role":"assistant","content":"tree"}]}',
    ],
    [
      "instructions with an empty input",
      '[{"instruction":"cat","input":"","output":"animal"},{"instruction":"oak","input":"","output":"tree"}]',
    ],
    ["Chinese keys", '[{"问题":"cat","答案":"animal"},{"问题":"oak","答案":"tree"}]'],
  ])("%s", (_, text) => {
    expect(pairs(text)).toEqual(CATS);
    expect(readExamples(text).problems).toEqual([]);
  });

  test("numbers keep their digits, and what is no text stays as it is written", () => {
    const text =
      '[{"input": 12345678901234567890, "output": 5.00},\n{"input": "a", "output": {"n": 1.50, "of": ["x"]}},\n{"input": true, "output": -0}]';
    expect(pairs(text)).toEqual([
      ["12345678901234567890", "5.00"],
      ["a", '{"n": 1.50, "of": ["x"]}'],
      ["true", "-0"],
    ]);
  });

  test("a broken record is named and the ones behind it are kept", () => {
    const text =
      '[\n{"input": "cat", "output": "animal"},\n{"input": "oak", "output": tree},\n{"input": "elm", "output": "tree"}\n]';
    const found = readExamples(text);
    expect(found.examples.map(({ line }) => line)).toEqual([2, 4]);
    expect(found.problems).toEqual([{ line: 3, problem: { kind: "not-json" } }]);
  });

  test.each([
    ['{"I like it":"positive","so bad":"negative","meh":null}', 2],
    ['{\n "cat": "animal",\n "rose": "plant"\n}', 2],
    ['{"seven":7}', 1],
  ])("an object of inputs with their answers is as many rows: %s", (text, count) => {
    const { examples, problems } = readExamples(text);
    const keys = Object.entries(JSON.parse(text) as object);
    expect(examples.map(({ input, expected }) => [input, expected])).toEqual(
      keys.slice(0, count).map(([key, value]) => [key, String(value)]),
    );
    expect(examples.length + problems.length).toBe(keys.length);
  });

  test.each(['{"input":"a","output":"b"}', '{"question":"a","answer":"b","id":"7"}'])(
    "an object with the names of columns is one row: %s",
    (text) => expect(pairs(text)).toEqual([["a", "b"]]),
  );

  test("names of object machinery are only names", () => {
    expect(pairs('[{"__proto__":"cat","constructor":"animal"}]')).toEqual([
      ["cat", "animal"],
    ]);
    expect(({} as Record<string, unknown>)["input"]).toBeUndefined();
  });

  test("lists within each other without end are no record", () => {
    const found = readExamples("[".repeat(100_000));
    expect(found.examples).toEqual([]);
    expect(found.problems).toEqual([{ line: 1, problem: { kind: "not-json" } }]);
  });
});

test("every row is accounted for: read, left out, or beyond the most", () => {
  const text = lines(
    "input,output",
    "a,1",
    "",
    "b",
    "c,",
    "d,2",
    "e,3",
    `f,${"x".repeat(2001)}`,
  );
  const found = read(text, { ...LIMITS, most: 2 });
  expect(found.examples).toHaveLength(2);
  expect(found.leftOut).toBe(1);
  expect(found.problems.map(({ line, problem }) => [line, problem.kind])).toEqual([
    [4, "cells"],
    [5, "empty-answer"],
    [8, "answer-too-long"],
  ]);
});

const ODD = [
  ["-5.00", "+3"],
  ["=1+1", "'=1+1"],
  ["@home", "-x"],
  ["'-ing'", "''quoted''"],
  ['say "hi"; now', "a,b\tc\nd"],
  ["5,58", "007"],
  ["{}", "[1]"],
  ["日本", "naïve"],
] as const;

test("the page's own files come back unchanged", () => {
  const examples = ODD.map(([input, expected], index) => ({
    input,
    expected,
    role: ([null, "teach", "check"] as const)[index % 3]!,
  }));
  const list = new TextDecoder().decode(exampleFile(examples).bytes);
  expect(readExamples(list).examples).toEqual(
    examples.map((example) => ({ ...example, line: expect.any(Number) })),
  );
  const rows = examples.map(({ input, expected }, index) => ({
    line: index + 1,
    input,
    expected,
    answers: { base: { text: "-7.50" } },
  }));
  const checked = answersTable(
    {
      columns: [{ id: "base" }],
      rows,
      strength: -0.5,
      scope: { modules: [], firstLayer: 0, lastLayer: 9 },
    },
    { base: "SmolLM2" },
  );
  const table = new TextDecoder().decode(checked.bytes);
  expect(table).toContain("-5.00,+3");
  expect(pairs(table)).toEqual(ODD);
});

test("only the page's own files are rid of the mark in front of formulas", () => {
  expect(pairs(lines("'=1\ta", "'-ing\tb"))).toEqual([
    ["'=1", "a"],
    ["'-ing", "b"],
  ]);
});

test("a text of more rows than anybody teaches says that it was not read to its end", () => {
  expect(readExamples("a,b\n".repeat(20_000)).isCut).toBe(false);
  expect(readExamples("a,b\n".repeat(20_001)).isCut).toBe(true);
  expect(readExamples('{"q":"a","a":"b"}\n'.repeat(20_001)).isCut).toBe(true);
});

test("a first line that tells the delimiter is no row", () => {
  const read = readExamples("sep=;\r\nFrage;Antwort\r\nWie viel?;5,58\r\n");
  expect(read).toMatchObject({ delimiter: ";", hasHeader: true, problems: [] });
  expect(read.examples).toMatchObject([
    { line: 3, input: "Wie viel?", expected: "5,58" },
  ]);
});

test("the rule below the heading of a Markdown table is no row", () => {
  const table = "| input | output |\n|---|:---:|\n| a | b |\n| c | d |";
  const read = readExamples(table);
  expect(read.examples.map(({ input, expected }) => `${input}=${expected}`)).toEqual([
    "a=b",
    "c=d",
  ]);
  expect(read.problems).toEqual([]);
});
