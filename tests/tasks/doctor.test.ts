import { expect, test } from "vitest";
import {
  LANGUAGE_PRICE,
  familiarity,
  faultsOf,
  isOtherScript,
  priceOf,
} from "../../src/tasks/doctor";
import { rewordings } from "../../src/store/inspect/rewording";
import { createFakeEngine } from "../fakeEngine";

test("a plain sentence has no fault", () => {
  expect(faultsOf("Turn the date into words.")).toEqual([]);
  expect(faultsOf("Write the plural of the noun, in capitals.")).toEqual([]);
  expect(faultsOf("  ")).toEqual([]);
});

test("advice is given only for faults that cost something when measured", () => {
  const faulty = {
    short: "Translate",
    several: "Translate the word and then count its letters.",
    input: "Turn the date into words:\n\n3 July 2024 at noon",
    padded: "Hello, I was wondering if you could make a plural. Thanks!",
  } as const;
  for (const [fault, description] of Object.entries(faulty)) {
    for (const found of faultsOf(description)) {
      const { faulty, own, change, tasks } = priceOf(found);
      expect(faulty).toBeLessThan(own);
      expect(change.low).toBeLessThan(change.high);
      expect(tasks).toBeGreaterThan(50);
    }
    const others = Object.keys(faulty).filter((other) => other !== fault);
    expect(faultsOf(description).filter((found) => others.includes(found))).toEqual([]);
  }
  expect(faultsOf(faulty.short)).toEqual(["short"]);
});

test.each([
  "把日期写成英文单词，并保持原来的顺序。".repeat(10),
  "日付を英語の単語で書いてください。",
  "แปลงวันที่เป็นคำภาษาอังกฤษ",
  "ប្រែកាលបរិច្ឆេទទៅជាពាក្យអង់គ្លេស",
])("a description without spaces between its words is not very short: %s", (text) => {
  expect(faultsOf(text)).not.toContain("short");
});

test("a word without spaces is short", () => {
  expect(faultsOf("翻译")).toContain("short");
});

test("another script than the Latin one is noticed, a foreign word is not", () => {
  expect(isOtherScript("把日期写成英文单词。")).toBe(true);
  expect(isOtherScript("Translate 日期 into English words.")).toBe(false);
  expect(isOtherScript("12 + 3")).toBe(false);
  expect(LANGUAGE_PRICE.tasks).toBeGreaterThan(0);
});

test("nearness to training is judged by measured quantiles", async () => {
  const engine = createFakeEngine();
  const tasks = (await engine.trainingTasks())!;
  const at = (similarity: number) =>
    familiarity({ x: 0, y: 0, nearest: [{ task: 0, similarity }] }, tasks);
  expect([0.8, 0.75, 0.6, 0.45, 0.3].map(at)).toEqual([
    "familiar",
    "familiar",
    "related",
    "related",
    "far",
  ]);
  expect(familiarity({ x: 0, y: 0, nearest: [] }, tasks)).toBe("far");
});

test("rewordings differ from the description and from each other", () => {
  for (const text of ["Turn the date into words.", "what is it?", "Find X", "纯文字"]) {
    const found = rewordings(text);
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(new Set([...found, text]).size).toBe(found.length + 1);
  }
  expect(rewordings("Turn the date into words.")).toContain(
    "Convert the date into words.",
  );
});
