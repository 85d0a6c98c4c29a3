import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { decodeText } from "../../src/formats/examples/decodeText";

const bytesOf = (text: string, encoding: string, addBOM = false) =>
  Uint8Array.from(iconv.encode(text, encoding, { addBOM }));

test.each([
  ["gbk", "gb18030", "问题,答案\n猫,动物\n橡树,树\n"],
  ["gbk", "gb18030", "苹果,水果\n白菜,蔬菜\n"],
  ["big5", "big5", "問題,答案\n貓,動物\n橡樹,樹\n"],
  ["shift_jis", "shift_jis", "質問,答え\n猫,動物\nこんにちは,挨拶\n"],
  ["euc-kr", "euc-kr", "질문,대답\n고양이,동물\n사과,과일\n"],
  ["windows-1252", "windows-1252", "Frage;Antwort\nKöln;Stadt\nGrün;Farbe\n"],
  ["windows-1251", "windows-1251", "вопрос,ответ\nкошка,животное\n"],
  ["utf-16le", "utf-16le", "Frage;Antwort\nKöln;Stadt\n"],
  ["utf-16be", "utf-16be", "Frage;Antwort\nKöln;Stadt\n"],
])("a short file in %s is guessed", async (written, encoding, text) => {
  expect(await decodeText(bytesOf(text, written))).toEqual({
    text,
    encoding,
    isGuess: true,
  });
});

test.each([
  ["utf-8", "utf-8", false],
  ["utf-8", "utf-8", true],
  ["utf-16le", "utf-16le", true],
  ["utf-16be", "utf-16be", true],
])("a file in %s that says so is no guess", async (written, encoding, hasMark) => {
  const text = "naïve\t日本 😀\n";
  expect(await decodeText(bytesOf(text, written, hasMark))).toEqual({
    text,
    encoding,
    isGuess: false,
  });
});

test("the person's choice goes before the guess", async () => {
  const bytes = bytesOf("Köln", "windows-1252");
  expect(await decodeText(bytes, "windows-1250")).toMatchObject({ text: "Köln" });
  expect(await decodeText(bytes, "koi8-r")).toMatchObject({
    encoding: "koi8-r",
    isGuess: false,
  });
});
