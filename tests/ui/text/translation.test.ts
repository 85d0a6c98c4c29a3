import { expect, test } from "vitest";
import { chinese } from "../../../src/ui/text/zh/chinese";
import { english } from "../../../src/ui/text/en/english";
import { furtherEnglish } from "../../../src/ui/text/en/further";
import { loadLanguage, textIn } from "../../../src/ui/text/translation";

const sources = import.meta.glob<string>("../../../src/ui/**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});

interface Texts {
  [name: string]: string | Texts;
}

/** Every text by its dotted key. */
function flatten(texts: Texts, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[prefix + name, value] as const]
        : [...flatten(value, `${prefix}${name}.`)],
    ),
  );
}

const ENGLISH = flatten({ ...english, ...furtherEnglish });
const CHINESE = flatten(chinese);

function blanks(text: string): string[] {
  return [...text.matchAll(/\{\{[^}]*\}\}|<\/?\w+>/gu)].map(([blank]) => blank).sort();
}

test("both languages have the same keys; only English has a singular", () => {
  const many = [...ENGLISH.keys()].filter((key) => !key.endsWith("_one"));
  expect([...CHINESE.keys()]).toEqual(many);
});

test("every text has the same blanks in both languages, and none is empty", () => {
  for (const [key, text] of CHINESE) {
    expect(blanks(text), key).toEqual(blanks(ENGLISH.get(key)!));
    expect(text.trim(), key).not.toBe("");
  }
});

test("no text is unused", () => {
  const code = Object.entries(sources)
    .filter(([path]) => !/(?:english|Chinese|chinese|Texts)\.ts$/u.test(path))
    .map(([, text]) => text)
    .join("\n");
  // `sampling.${field}Hint` uses every key of that form.
  const patterns = [...code.matchAll(/`([a-z]\w*(?:[\w.-]|\$\{[^}]*\})*)`/gu)]
    .filter(([, pattern]) => /^\w+\./u.test(pattern!) && pattern!.includes("${"))
    .map(([, pattern]) => {
      const form = pattern!.replaceAll(".", "\\.").replace(/\$\{[^}]*\}/gu, "[\\w-]+");
      return new RegExp(`^${form}$`, "u");
    });
  const unused = [...ENGLISH.keys()]
    .map((key) => key.replace(/_(?:one|other)$/u, ""))
    .filter(
      (key) => !code.includes(`"${key}"`) && !patterns.some((form) => form.test(key)),
    );
  expect(unused).toEqual([]);
});

test("plurals and grouped numbers follow the language", async () => {
  await loadLanguage("zh");
  const en = textIn("en");
  const zh = textIn("zh");
  expect(en("chat.tokens", { count: 1 })).toBe("1 token");
  expect(en("chat.tokens", { count: 2 })).toBe("2 tokens");
  expect(zh("chat.tokens", { count: 1 })).toBe("1 个词元");
  expect(en("adapter.ready", { parameters: 460_800 })).toContain("460,800");
});

test("what a person or a model wrote is put in as it is", () => {
  const hostile = "{{detail}} $t(chat.send) <b>&amp;</b>";
  expect(textIn("en")("chat.spoken", { column: "A", text: hostile })).toBe(
    `A: ${hostile}`,
  );
});
