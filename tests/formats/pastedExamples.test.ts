/** Examples as other programs and hands write them. */
import { expect, test } from "vitest";
import { readExamples as read } from "../../src/formats/examples/readExamples";

const LIMITS = { most: 500, mostRows: 20_000, longestInput: 4000, longestAnswer: 2000 };
const readExamples = (text: string) => read(text, LIMITS);

const PAIRS = [
  ["cat", "animal"],
  ["oak", "tree"],
];
const RECORDS = '[{"input":"cat","output":"animal"},\n {"input":"oak","output":"tree"}]';

test.each<[string, string]>([
  ["JSON in a code block of a chat", `\`\`\`json\n${RECORDS}\n\`\`\`\n`],
  ["CSV in a code block", "```csv\ninput,output\ncat,animal\noak,tree\n```"],
  ["a code block of Windows lines", "~~~\r\ncat\tanimal\r\noak\ttree\r\n~~~"],
  ["an object of columns", '{"input":["cat","oak"],"output":["animal","tree"]}'],
  [
    "a table of pandas",
    '{"output":{"0":"animal","1":"tree"},"input":{"0":"cat","1":"oak"}}',
  ],
  [
    "rows of a data set's viewer",
    `{"features":[{"name":"input"}],"rows":[
      {"row_idx":0,"row":{"input":"cat","output":"animal"},"truncated_cells":[]},
      {"row_idx":1,"row":{"input":"oak","output":"tree"},"truncated_cells":[]}]}`,
  ],
  [
    "translations within records",
    '{"id":"0","translation":{"en":"cat","xx":"animal"}}\n{"id":"1","translation":{"en":"oak","xx":"tree"}}',
  ],
  ["spaces around quoted cells", '"cat" , "animal"\n"oak", "tree" \n'],
  ["double arrows", "cat => animal\noak => tree"],
  ["commas of a Chinese keyboard", "cat，animal\noak，tree"],
  ["semicolons of a Chinese keyboard", "cat；animal\noak；tree"],
])("%s", (_, text) => {
  const { examples, problems, unclear } = readExamples(text);
  expect(examples.map(({ input, expected }) => [input, expected])).toEqual(PAIRS);
  expect({ problems, unclear }).toEqual({ problems: [], unclear: [] });
});

test("lines are counted with the code block's own", () => {
  const { examples } = readExamples("```\ncat,animal\noak,tree\n```");
  expect(examples.map(({ line }) => line)).toEqual([2, 3]);
});

test("what stands in quoted cells stays as it is, and so do other quotation marks", () => {
  const { examples } = readExamples(
    '"oak, ""old"" , tall" , "a, ""b"", c"\nHe said, "hi" there\n',
  );
  expect(examples.map(({ input, expected }) => [input, expected])).toEqual([
    ['oak, "old" , tall', 'a, "b", c'],
    ["He said", '"hi" there'],
  ]);
});

test("commas of a Chinese keyboard within sentences cut nothing", () => {
  const { examples, delimiter } = readExamples("天气很好，走吧,好\n下雨了，不去,坏\n");
  expect(delimiter).toBe(",");
  expect(examples.map(({ input }) => input)).toEqual(["天气很好，走吧", "下雨了，不去"]);
});

test("records of one text alone are no examples", () => {
  const { examples, problems } = readExamples('{"text":"cat"}\n{"text":"oak"}');
  expect(examples).toEqual([]);
  expect(problems.map(({ problem }) => problem.kind)).toEqual([
    "missing-fields",
    "missing-fields",
  ]);
});

test("a record's own texts go before those of an object inside it", () => {
  const record = { sentence: "cat", kind: "animal", source: { book: "A", author: "B" } };
  const { examples } = readExamples(JSON.stringify([record]));
  expect(examples[0]).toMatchObject({ input: "cat", expected: "animal" });
});

test.each<[string, string, [string, string][]]>([
  [
    "marks of urgency",
    "[URGENT] server down\tcritical\nlogin is slow\tlow\n",
    [
      ["[URGENT] server down", "critical"],
      ["login is slow", "low"],
    ],
  ],
  [
    "objects with their values",
    '{"name":"Ann"}\tAnn\n{"name":"Bo"}\tBo',
    [
      ['{"name":"Ann"}', "Ann"],
      ['{"name":"Bo"}', "Bo"],
    ],
  ],
  [
    "lists in both columns",
    "[3,1,2]\t[1,2,3]\n[1,2]\t[2,1]\n",
    [
      ["[3,1,2]", "[1,2,3]"],
      ["[1,2]", "[2,1]"],
    ],
  ],
  [
    "placeholders before commas",
    "{name} is late,delay\n{name} is ill,absence\n",
    [
      ["{name} is late", "delay"],
      ["{name} is ill", "absence"],
    ],
  ],
])("cells that begin with a bracket are no JSON: %s", (_, text, pairs) => {
  const { examples, problems, delimiter } = readExamples(text);
  expect(delimiter).not.toBeNull();
  expect(examples.map(({ input, expected }) => [input, expected])).toEqual(pairs);
  expect(problems).toEqual([]);
});

test.each([
  ["of single quotes", "{'input': 'cat', 'output': 'animal'}\n{'input': 'oak', 'x': 1}"],
  ["cut off", '{"input": "cat",\n"output": "animal"\n'],
  ["with tabs between its values", '["cat",\t"animal"]\n["oak",\t"tree"]'],
])("JSON %s is no table", (_, text) => {
  expect(readExamples(text).delimiter).toBeNull();
});

test("whether a text is JSON can be chosen", () => {
  const text = "[1,2]\t[2,1]";
  expect(read(text, LIMITS, { delimiter: "json" })).toMatchObject({
    delimiter: null,
    mayBeJson: true,
    examples: [
      { input: "1", expected: "2" },
      { input: "2", expected: "1" },
    ],
  });
  expect(read("[1,2]", LIMITS)).toMatchObject({ delimiter: null, mayBeJson: true });
  expect(read("[1,2]", LIMITS, { delimiter: "," })).toMatchObject({
    delimiter: ",",
    mayBeJson: true,
    examples: [{ input: "[1", expected: "2]" }],
  });
});
