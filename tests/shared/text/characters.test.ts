import { expect, test } from "vitest";
import { isBlank, withoutBegunCharacter } from "../../../src/shared/text/characters";

test.each([
  "",
  " \t\r\n",
  "\u200B\u200B\u200B",
  "\uFEFF",
  "\u200D\u2060\u00AD\u200E\u202E\u2066",
  "\u3164\u115F\uFFA0",
  "\uFE0F\u{E0100}\u{E0020}",
  "\u2800\u3000\u00A0",
  "\0\u007F\u0085",
])("%j shows nothing", (text) => {
  expect(isBlank(text)).toBe(true);
});

test.each(["a", ".", "0", "\u200Bx", "👩‍👧", "。", "e\u0301", "\uFFFD", "_"])(
  "%j shows something",
  (text) => {
    expect(isBlank(text)).toBe(false);
  },
);

test.each([
  ["a 🇨", "a "],
  ["a 🇨🇳", "a 🇨🇳"],
  ["🇨🇳🇩", "🇨🇳"],
  ["ok 👩\u200D", "ok "],
  ["ok 👩", "ok "],
  ["ok 👩‍👧", "ok "],
  ["ok 👍🏽", "ok "],
  ["ok ❤\uFE0F", "ok "],
  ["ok 😀", "ok 😀"],
  ["ok 👩\u200D🚀", "ok 👩\u200D🚀"],
  ["🏴\u{E0067}\u{E0062}", ""],
  ["a🏴", "a"],
  ["n 1\uFE0F", "n "],
  ["n 1", "n 1"],
  ["e\u0301", "e\u0301"],
  ["", ""],
])("%j, cut, ends as %j", (text, whole) => {
  expect(withoutBegunCharacter(text)).toBe(whole);
});
