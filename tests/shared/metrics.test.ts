import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Metric, rougeL, rougeTokens, score } from "../../src/shared/metrics";
import { normaliseAnswer } from "../../src/shared/text/normalisation";

test("exact match forgives white space and a final full stop, not case", () => {
  expect(score("exact", " July  third. ", "July third")).toBe(1);
  expect(score("exact", "july third", "July third")).toBe(0);
  expect(score("exact", "July third, 2024", "July third")).toBe(0);
});

test("ROUGE-L is the F1 of the longest common subsequence of words", () => {
  expect(rougeL("the cat sat", "The cat sat!")).toBe(1);
  expect(rougeL("the cat", "the black cat")).toBeCloseTo(4 / 5);
  expect(rougeL("cat the", "the cat")).toBeCloseTo(1 / 2);
  expect(rougeL("", "word")).toBe(0);
});

test("contains finds the expected answer inside a longer one, case kept", () => {
  expect(score("contains", "The answer is  Oslo.", "Oslo")).toBe(1);
  expect(score("contains", "The answer is oslo.", "Oslo")).toBe(0);
  expect(score("exact", "The answer is Oslo.", "Oslo")).toBe(0);
});

/** training/tests/data/test_metrics.py reads the same file. */
const golden = JSON.parse(
  readFileSync(new URL("../fixtures/golden/metrics.json", import.meta.url), "utf8"),
) as {
  cases: { metric: Metric; answer: string; expected: string; score: number }[];
  texts: { text: string; normalised: string; tokens: string[] }[];
};

describe("the metrics of every script, as in Python", () => {
  test.each(golden.cases)(
    "$metric of $answer and $expected is $score",
    ({ metric, answer, expected, score: known }) => {
      expect(score(metric, answer, expected)).toBeCloseTo(known, 10);
    },
  );

  test.each(golden.texts)("$text", ({ text, normalised, tokens }) => {
    expect(normaliseAnswer(text)).toBe(normalised);
    expect(rougeTokens(text)).toEqual(tokens);
  });
});
