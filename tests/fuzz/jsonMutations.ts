/** JSON with other values, keys and nesting than its format knows, most of it still JSON. */
import fc from "fast-check";

/** A value as it is written, or a list or an object of such values; keys may come twice. */
type Node = { raw: string } | { list: Node[] } | { fields: [key: string, value: Node][] };

export type JsonEdit =
  | { kind: "replace"; at: number; value: string }
  | { kind: "remove"; at: number }
  | { kind: "rename"; at: number; key: string }
  | { kind: "add"; at: number; key: string; value: string }
  | { kind: "move"; at: number; from: number }
  | { kind: "repeat"; at: number; times: number };

export interface JsonMutation {
  file: number;
  edits: JsonEdit[];
}

const KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "length",
  "then",
  "toJSON",
  "0",
  "",
];
const nested = (open: string, close: string, depth: number) =>
  open.repeat(depth) + (open.endsWith(":") ? "1" : "") + close.repeat(depth);
const VALUES = [
  "null",
  "true",
  "false",
  "0",
  "-0",
  "-1",
  "1",
  "0.5",
  "1e999",
  "-1e999",
  "1e-400",
  "9007199254740993",
  "4294967296",
  "2147483648",
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"a\\u200bb"',
  '"__proto__"',
  '"constructor"',
  '"../../x"',
  "[]",
  "{}",
  "[[]]",
  "[null]",
  '[""]',
  '{"":null}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"length":1e9}',
  nested("[", "]", 200),
  nested("[", "]", 9000),
  nested('{"a":', "}", 9000),
  `"${"a".repeat(5000)}"`,
  `"${"ab ".repeat(3000)}"`,
  `[${"0,".repeat(5000)}0]`,
];
const MOST_EDITS = 4;
/** Characters that a repetition adds at most. */
const LONGEST = 2 ** 20;

/** `own` are values, as JSON, that the format itself knows or fears. */
export function jsonMutations(
  files: number,
  own: readonly string[] = [],
): fc.Arbitrary<JsonMutation> {
  const at = fc.nat(65_535);
  const value = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...VALUES, ...own) },
    { weight: 1, arbitrary: fc.constantFrom(...own, "null") },
    {
      weight: 1,
      arbitrary: fc
        .string({ unit: "binary", maxLength: 20 })
        .map((text) => JSON.stringify(text)),
    },
    { weight: 1, arbitrary: fc.double().map((number) => JSON.stringify(number)) },
    { weight: 1, arbitrary: fc.integer().map(String) },
  );
  const key = fc.constantFrom(...KEYS);
  return fc.record({
    file: fc.nat(files - 1),
    edits: fc.array(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({ kind: fc.constant("replace" as const), at, value }),
        },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), at }) },
        {
          weight: 1,
          arbitrary: fc.record({ kind: fc.constant("rename" as const), at, key }),
        },
        {
          weight: 1,
          arbitrary: fc.record({ kind: fc.constant("add" as const), at, key, value }),
        },
        {
          weight: 1,
          arbitrary: fc.record({ kind: fc.constant("move" as const), at, from: at }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant("repeat" as const),
            at,
            times: fc.oneof(
              { weight: 30, arbitrary: fc.integer({ min: 2, max: 40 }) },
              { weight: 1, arbitrary: fc.integer({ min: 41, max: 3000 }) },
            ),
          }),
        },
      ),
      { minLength: 1, maxLength: MOST_EDITS },
    ),
  });
}

/** The JSON that a mutation makes of one of `files`. */
export function mutateJson(
  { file, edits }: JsonMutation,
  files: readonly string[],
): string {
  const root = { list: [nodeOf(JSON.parse(files[file]!))] };
  for (const edit of edits) change(root, edit);
  return root.list.map(written).join(" ");
}

function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return { list: value.map(nodeOf) };
  if (typeof value === "object" && value !== null) {
    return { fields: Object.entries(value).map(([key, inner]) => [key, nodeOf(inner)]) };
  }
  return { raw: JSON.stringify(value) };
}

function written(node: Node): string {
  if ("raw" in node) return node.raw;
  if ("list" in node) return `[${node.list.map(written).join(",")}]`;
  const fields = node.fields.map(
    ([key, value]) => `${JSON.stringify(key)}:${written(value)}`,
  );
  return `{${fields.join(",")}}`;
}

/** Every place of a value: what holds it, and its index there. */
function placesOf(
  root: Node,
): { holder: Exclude<Node, { raw: string }>; index: number }[] {
  const places: ReturnType<typeof placesOf> = [];
  const visit = (node: Node) => {
    if ("raw" in node) return;
    const inner = "list" in node ? node.list : node.fields.map(([, value]) => value);
    inner.forEach((value, index) => {
      places.push({ holder: node, index });
      visit(value);
    });
  };
  visit(root);
  return places;
}

function change(root: Node, edit: JsonEdit): void {
  const places = placesOf(root);
  const placeAt = (share: number) => places[Math.floor((share / 65_536) * places.length)];
  const place = placeAt(edit.at);
  if (!place) return;
  const { holder, index } = place;
  switch (edit.kind) {
    case "replace":
      return put(holder, index, { raw: edit.value });
    case "remove":
      if ("list" in holder) holder.list.splice(index, 1);
      else holder.fields.splice(index, 1);
      return;
    case "rename":
      if ("fields" in holder) holder.fields[index]![0] = edit.key;
      return;
    case "add":
      if ("list" in holder) holder.list.splice(index, 0, { raw: edit.value });
      else holder.fields.splice(index, 0, [edit.key, { raw: edit.value }]);
      return;
    case "move": {
      const from = placeAt(edit.from)!;
      return put(holder, index, { raw: written(got(from.holder, from.index)) });
    }
    case "repeat": {
      const { list } = holder as { list?: Node[] };
      const one = list?.[index];
      if (!one) return;
      // A change within all copies at once would fill the memory before anything is read.
      const raw = written(one);
      const length = Math.min(edit.times, Math.ceil(LONGEST / (1 + raw.length)));
      list.splice(index, 0, ...Array.from({ length }, () => ({ raw })));
      return;
    }
    default:
      return edit satisfies never;
  }
}

function got(holder: Exclude<Node, { raw: string }>, index: number): Node {
  return "list" in holder ? holder.list[index]! : holder.fields[index]![1];
}

function put(holder: Exclude<Node, { raw: string }>, index: number, value: Node): void {
  if ("list" in holder) holder.list[index] = value;
  else holder.fields[index]![1] = value;
}
