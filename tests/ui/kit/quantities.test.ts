import { expect, test } from "vitest";
import { quantitiesIn } from "../../../src/ui/kit/quantities";
import { loadLanguage } from "../../../src/ui/text/translation";

const english = quantitiesIn("en");
const chinese = quantitiesIn("zh");

test("numbers carry their unit and no more digits than they deserve", () => {
  const { count, megabytes, bytesOf, milliseconds, percent, tokensPerSecond } = english;
  expect(count(460_800)).toBe("460,800");
  expect(megabytes(0)).toBe("0 MB");
  expect(megabytes(1_250_000)).toBe("1.3 MB");
  expect(megabytes(2_570_400_000)).toBe("2,570 MB");
  expect(english.bytes(2_400)).toBe("3 kB");
  expect(english.bytes(1_250_000)).toBe("1.3 MB");
  expect(bytesOf(61_400_000, 189_000_000)).toBe("61 of 189 MB");
  expect(milliseconds(0.01)).toBe("0 ms");
  expect(milliseconds(3.42)).toBe("3.4 ms");
  expect(milliseconds(253.6)).toBe("254 ms");
  expect(percent(0.243)).toBe("24 %");
  expect(tokensPerSecond(4.12)).toBe("4.1 tok/s");
  expect(tokensPerSecond(41.2)).toBe("41 tok/s");
});

test("the time left is never nothing while something is left", () => {
  expect(english.secondsLeft(0.2)).toBe("1 s left");
  expect(english.secondsLeft(20.4)).toBe("20 s left");
  expect(english.secondsLeft(150)).toBe("3 min left");
});

test("Chinese has its own words, dates and lists", async () => {
  await loadLanguage("zh");
  expect(chinese.bytesOf(61_400_000, 189_000_000)).toBe("61 / 189 MB");
  expect(chinese.secondsLeft(150)).toBe("还剩 3 分钟");
  expect(chinese.list(["q", "v"])).toBe("q和v");
  expect(english.list(["q", "v"])).toBe("q and v");
  const time = new Date(2026, 10, 24, 12).getTime();
  expect(english.date(time)).toBe("24 Nov 2026");
  expect(chinese.date(time)).toBe("2026年11月24日");
});
