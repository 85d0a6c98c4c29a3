import { describe, expect, test } from "vitest";
import { GREEDY } from "../../../src/shared/sampler";
import { deflate, inflate } from "../../../src/formats/compression";
import { readLink, writeLink as write } from "../../../src/store/link/link";
import type { LinkContent } from "../../../src/store/link/settings";
import { LESSON_SETTINGS } from "../../lessonSettings";

const CONTENT: LinkContent = {
  language: "zh",
  description: "Write a date such as June 9 the way it is spoken, naïve “quotes” 日本.",
  messages: ["October 12", "March 3\nand April 4"],
  draft: "May 5",
  strength: -0.75,
  scope: { modulesOff: ["v_proj"], firstLayer: 3, lastLayer: 12 },
  blend: { description: "Shout.", position: 0.25, space: "weights" },
  sampler: { temperature: 0.8, topK: 40, topP: 0.95, repetitionPenalty: 1.1, seed: 42 },
  maxNewTokens: 64,
  columns: [
    { name: "", source: { kind: "adapted" } },
    { name: "as it is", source: { kind: "base" } },
    { name: "", source: { kind: "gibberish", description: "qwrt zzk." } },
  ],
  highlightsDifferences: true,
  deckTab: "check",
  remembersTurns: false,
  examples: { list: [], missing: 0 },
  lessons: {
    beganAtZero: false,
    lessons: [
      {
        parts: [{ settings: { ...LESSON_SETTINGS, patience: null }, until: 4 }],
        examples: { taught: [0, 2], heldOut: [] },
      },
      {
        parts: [
          { settings: { ...LESSON_SETTINGS, modules: ["v_proj"] }, until: 2 },
          { settings: { ...LESSON_SETTINGS, steps: 300 }, until: 250 },
        ],
        examples: null,
      },
    ],
    untold: "gone",
  },
  models: {
    base: { id: "smollm2-135m-instruct-q4_1", sha256: randomHex(1) },
    encoder: { id: "all-minilm-l6-v2", sha256: randomHex(2) },
    hypernetwork: { id: "smollm2-135m-t2l-g-sft", sha256: randomHex(3) },
  },
  adapter: {
    checksum: randomHex(4),
    sketch: Array.from({ length: 16 }, (_, index) =>
      Number(Math.sin(index + 1).toPrecision(5)),
    ),
  },
};

async function writeLink(content: LinkContent): Promise<string> {
  return (await write(content))!;
}

/** 64 digits without a pattern a compressor could use. */
function randomHex(seed: number): string {
  return Array.from({ length: 64 }, (_, index) =>
    (Math.floor(Math.abs(Math.sin(seed * 99 + index * 7.3)) * 1e6) % 16).toString(16),
  ).join("");
}

/** A link whose JSON is `fields`. */
async function linkOf(fields: unknown, version = 3): Promise<string> {
  const format = version < 3 ? "deflate-raw" : "deflate";
  return `v${version}=${await deflate(JSON.stringify(fields), format)}`;
}

/** The JSON of an ordinary link. */
const FIELDS = JSON.parse(
  '{"d":"Shout.","m":["hello"],"w":"","x":1,"t":0,"k":0,"p":1,"r":1,"s":0,"n":96,"c":[["base",""]],"i":false,"o":"check","h":true}',
) as object;

test("a link brings everything back", async () => {
  expect(await readLink(`#${await writeLink(CONTENT)}`)).toEqual({
    status: "read",
    content: CONTENT,
  });
});

test("a view without models or adapter fits in a link", async () => {
  const content = { ...CONTENT, models: null, adapter: null };
  expect(await readLink(await writeLink(content))).toEqual({ status: "read", content });
});

test("an ordinary link is shorter than 2,000 characters and safe in an address", async () => {
  const description = "Turn lines of key: value into one JSON object. ".repeat(6);
  const link = await writeLink({ ...CONTENT, description });
  expect(link.length).toBeLessThan(1500);
  expect(link).toMatch(/^v3=[\w-]+$/);
});

const FEW = [
  { input: "a", expected: "A", role: null },
  { input: "naïve\n日本", expected: "-5.00", role: "check" as const },
];

test("a short list of examples comes along", async () => {
  const content = { ...CONTENT, examples: { list: FEW, missing: 0 } };
  expect(await readLink(await writeLink(content))).toEqual({ status: "read", content });
});

test("of a long list the link says how many there are", async () => {
  const content = { ...CONTENT, examples: { list: [], missing: 45 } };
  expect(await readLink(await writeLink(content))).toEqual({ status: "read", content });
});

test("a link without examples and lessons has the fields of links from before there were any, in order", async () => {
  const json = await inflate(
    (await writeLink({ ...CONTENT, lessons: null })).slice(3),
    65_536,
  );
  expect(Object.keys(JSON.parse(json) as object).join(" ")).toBe(
    "l d m w x y z t k p r s n c i o h b e g a q",
  );
});

describe("what programs do to a link changes nothing", () => {
  const READ = { status: "read", content: CONTENT };

  test.each([
    ".",
    ",",
    ")",
    "]",
    ">",
    '"',
    "'",
    "”",
    "»",
    "。",
    "）",
    "!",
    "...",
    ").",
    ";",
    "*",

    "_",
    "**",
    "__",
    "%29",
    "%3E",
    "%22.",
    "%E2%80%9D",
    "\u200B",
    " ",
    "\r\n",
    "&gt;",
    "&utm_source=chat",
    "?fbclid=abc",
    ")](x",
    " and what stands behind it",
  ])("%j behind it", async (behind) => {
    expect(await readLink(`#${await writeLink(CONTENT)}${behind}`)).toEqual(READ);
  });

  test("line breaks and spaces in it, and escapes", async () => {
    const link = await writeLink(CONTENT);
    const lines = link.replace(/(.{60})/gu, "$1\r\n ");
    expect(await readLink(lines)).toEqual(READ);
    expect(await readLink(link.replace(/(.{60})/gu, "$1%20\u00AD"))).toEqual(READ);
    expect(await readLink(link.replace("=", "%3D"))).toEqual(READ);
    expect(await readLink(`<${link}>`)).toEqual(READ);
  });

  test.each<[string, (link: string) => string]>([
    ["escaped twice", (link) => encodeURIComponent(encodeURIComponent(link))],
    ["escaped in HTML", (link) => link.replace("=", "&#61;")],
    ["escaped in Markdown", (link) => link.replace(/[-_]/gu, "\\$&")],
    ["escaped in mail", (link) => link.replace("=", "=3D").replace(/.{70}/gu, "$&=\r\n")],
    ["with hyphens that do not break", (link) => link.replaceAll("-", "\u2011")],
    ["with the equals sign of a Chinese keyboard", (link) => link.replace("=", "＝")],
  ])("%s", async (_, change) => {
    const link = await writeLink(CONTENT);
    expect(link).toMatch(/-/u);
    expect(link).toMatch(/_/u);
    expect(await readLink(`#${change(link)}`)).toEqual(READ);
  });

  test("of the format without a checksum, too", async () => {
    expect(await readLink(`${await linkOf(FIELDS, 2)}).`)).toMatchObject({
      status: "read",
      content: { description: "Shout." },
    });
  });
});

test("a change of any one character is called damage, never another view", async () => {
  const link = await writeLink(CONTENT);
  const start = "v3=".length;
  // The last character may hold bits that stand for nothing.
  for (let at = start; at < link.length - 1; at++) {
    const other = link[at] === "A" ? "B" : "A";
    const changed = link.slice(0, at) + other + link.slice(at + 1);
    const read = await readLink(changed);
    if (read.status === "read") expect(read.content).toEqual(CONTENT);
    else expect(read).toEqual({ status: "unreadable", reason: { kind: "damaged" } });
  }
  for (const cut of [1, 2, 3, 4, 40, link.length - start]) {
    expect(await readLink(link.slice(0, -cut))).toMatchObject({
      reason: { kind: "damaged" },
    });
  }
  expect(await readLink(link.toLowerCase())).toMatchObject({
    reason: { kind: "damaged" },
  });
});

describe("a view that no link could bring back is not written as one", () => {
  const noise = (length: number) =>
    Array.from({ length: Math.ceil(length / 64) }, (_, seed) => randomHex(seed))
      .join("")
      .slice(0, length);

  test.each<[string, Partial<LinkContent>]>([
    ["a description beyond its limit", { description: "a".repeat(2001) }],
    ["a message beyond its limit", { messages: ["a".repeat(4001)] }],
    ["a draft beyond its limit", { draft: "a".repeat(4001) }],
    [
      "a packed link that is too long",
      {
        messages: Array(20)
          .fill("")
          .map((_, index) => `${index}${noise(3900)}`),
      },
    ],
    ["too much text unpacked", { messages: Array<string>(20).fill("a".repeat(4000)) }],
    [
      "an example without text",
      { examples: { list: [{ input: "", expected: "", role: null }], missing: 0 } },
    ],
  ])("%s", async (_, change) => {
    expect(await write({ ...CONTENT, ...change })).toBeNull();
  });

  test("half a surrogate pair is brought back as it was", async () => {
    const content = { ...CONTENT, draft: "half \uD83D" };
    expect(await readLink(await writeLink(content))).toEqual({ status: "read", content });
  });
});

test("an empty fragment is no link", async () => {
  expect(await readLink("")).toEqual({ status: "empty" });
  expect(await readLink("#")).toEqual({ status: "empty" });
});

describe("links that cannot be read say so", () => {
  const UNREADABLE: Record<string, () => string | Promise<string>> = {
    "another site's fragment": () => "section-2",
    "a later format": () => linkOf(FIELDS, 4),
    "text that is not base64url": () => "v1=!!!",
    "bytes that are not deflate": () => "v1=abcd",
    "a link cut short": async () => (await writeLink(CONTENT)).slice(0, -40),
    "JSON that is no object": () => linkOf([1, 2]),
    "a missing field": () => linkOf({ ...FIELDS, d: undefined }),
    "a field of the wrong type": () => linkOf({ ...FIELDS, m: [{ toString: 1 }] }),
    "a number written as text": () => linkOf({ ...FIELDS, x: "1" }),
    "a description too long": () => linkOf({ ...FIELDS, d: "a".repeat(2001) }),
    "too many messages": () => linkOf({ ...FIELDS, m: Array(21).fill("a") }),
    "no column": () => linkOf({ ...FIELDS, c: [] }),
    "five columns": () => linkOf({ ...FIELDS, c: gibberishColumns(5) }),
    "a column twice": () =>
      linkOf({
        ...FIELDS,
        c: [
          ["base", ""],
          ["base", "x"],
        ],
      }),
    "a column of an unknown kind": () => linkOf({ ...FIELDS, c: [["oracle", ""]] }),
    "a control without a description": () => linkOf({ ...FIELDS, c: [["other", ""]] }),
    "a control with a broken blend": () =>
      linkOf({ ...FIELDS, c: [["kept", "", "Shout.", "{"]] }),
    "too many examples": () => linkOf({ ...FIELDS, f: Array(21).fill(["a", "b"]) }),
    "an example of one text": () => linkOf({ ...FIELDS, f: [["a"]] }),
    "an example without an answer": () => linkOf({ ...FIELDS, f: [["a", ""]] }),
    "no number of examples": () => linkOf({ ...FIELDS, f: -1 }),
    "a checksum that is none": () => linkOf({ ...FIELDS, a: "<b>", q: [] }),
    "too large a fragment": () => `v1=${"a".repeat(20_000)}`,
    "a small link that unpacks to megabytes": () =>
      linkOf({ ...FIELDS, junk: "a".repeat(5_000_000) }),
  };

  test.each(Object.entries(UNREADABLE))("%s", async (_, link) => {
    const read = await readLink(await link());
    expect(read).toMatchObject({
      status: "unreadable",
      reason: {
        kind: expect.stringMatching(/^(too-long|incomplete|damaged|other-format)$/),
      },
    });
  });
});

test("a link of a later format names both formats", async () => {
  expect(await readLink(await linkOf(FIELDS, 4))).toMatchObject({
    reason: { kind: "other-format", found: 4, known: 3 },
  });
});

test("numbers out of range are clamped", async () => {
  const link = await linkOf({
    ...FIELDS,
    x: 99,
    t: -1,
    k: 1e9,
    p: 0,
    r: 50,
    s: -5,
    n: 1e9,
  });
  expect(await readLink(link)).toMatchObject({
    content: {
      strength: 2,
      sampler: { temperature: 0, topK: 1000, topP: 0.05, repetitionPenalty: 2, seed: 0 },
      maxNewTokens: 512,
    },
  });
});

test("names of object machinery are only names", async () => {
  const json = JSON.stringify(FIELDS).replace("{", '{"__proto__":{"polluted":true},');
  const read = await readLink(`v3=${await deflate(json)}`);
  expect(read).toMatchObject({ status: "read", content: { sampler: GREEDY } });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test.each([
  [false, ["base", "adapted"]],
  [true, ["base", "adapted", "prompted"]],
])("a link of format 1 with the prompt column %s is still read", async (shown, kinds) => {
  const fields = { ...FIELDS, c: shown, i: undefined, o: undefined };
  const read = await readLink(await linkOf(fields, 1));
  expect(read).toMatchObject({
    content: { highlightsDifferences: false, deckTab: null },
  });
  expect(
    read.status === "read" && read.content.columns.map(({ source }) => source.kind),
  ).toEqual(kinds);
});

test("four columns fit and keep their order", async () => {
  const read = await readLink(await linkOf({ ...FIELDS, c: gibberishColumns(4) }));
  expect(read.status === "read" && read.content.columns).toEqual(
    [0, 1, 2, 3].map((index) => ({
      name: `${index}`,
      source: { kind: "gibberish", description: `zz${index}` },
    })),
  );
});

function gibberishColumns(count: number): string[][] {
  return Array.from({ length: count }, (_, index) => [
    "gibberish",
    `${index}`,
    `zz${index}`,
  ]);
}
