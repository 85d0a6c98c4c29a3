/** Adapters in llama.cpp: greedy tokens beside those of the page's own engine. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ggufLora } from "../../src/formats/lora/ggufLora";
import { mergedGguf } from "../../src/formats/lora/mergedGguf";
import { type Agreement, agreement, tell, writeInSinglePrecision } from "./agreement";
import { type Answers, INTEROP, openPage, type Page } from "./page";

const DESCRIPTION = "Return only the first letter of each word";
const MESSAGES = [
  "apple banana cherry",
  "the quick brown fox",
  "what a lovely day",
  "dogs chase cats",
  "never trust a computer",
  "open the window please",
  "seven green bottles",
  "mountains and rivers",
  "she sells sea shells",
  "paper rock scissors",
  "over the moon",
  "zebras eat grass daily",
  "hot soup and bread",
  "keep calm carry on",
  "find me a taxi",
  "long live the queen",
  "What is the capital of France?",
  "3/7/24",
  "She walks to school.",
  "Write a haiku about autumn.",
];

const FILES = join(INTEROP, "files");
const file = (name: string) => join(FILES, name);

let page: Page;
let answers: Answers;

beforeAll(async () => {
  mkdirSync(FILES, { recursive: true });
  page = await openPage(DESCRIPTION);
  answers = await page.answers(MESSAGES);
  const { portable } = page;
  const source = page.readBase();
  writeFileSync(file("adapter.gguf"), ggufLora(portable));
  const unpermuted = { ...portable.shape, hasInterleavedRows: false };
  writeFileSync(file("unpermuted.gguf"), ggufLora({ ...portable, shape: unpermuted }));
  writeInSinglePrecision(page.baseFile, file("base-f32.gguf"));
  writeFileSync(file("merged-f16.gguf"), mergedGguf(source, portable, "F16"));
  writeFileSync(file("merged-q8_0.gguf"), mergedGguf(source, portable, "Q8_0"));
});

afterAll(() => page?.dispose());

describe("a GGUF LoRA in llama.cpp", () => {
  it("gives the page's tokens on all prompts, over the weights the page computes with", async () => {
    const alone = await compare(file("base-f32.gguf"), null, answers.alone);
    const adapted = await compare(
      file("base-f32.gguf"),
      file("adapter.gguf"),
      answers.adapted,
    );
    tell("float32 base", { alone, adapted });
    expect(alone.prompts).toBe(MESSAGES.length);
    expect(adapted.prompts).toBe(MESSAGES.length);
  });

  it("agrees over the quantised file as the base model itself does", async () => {
    const alone = await compare(page.baseFile, null, answers.alone);
    const adapted = await compare(page.baseFile, file("adapter.gguf"), answers.adapted);
    tell(page.portable.base.quantization, { alone, adapted });
    expect(adapted.positions).toBeGreaterThanOrEqual(alone.positions - 0.02);
  });

  it("is wrong without the permutation", async () => {
    const wrong = await compare(
      file("base-f32.gguf"),
      file("unpermuted.gguf"),
      answers.adapted,
    );
    tell("unpermuted", { wrong });
    expect(wrong.prompts).toBeLessThan(MESSAGES.length / 2);
  });
});

describe("a merged base in llama.cpp", () => {
  it("answers like the page in F16", async () => {
    const merged = await compare(file("merged-f16.gguf"), null, answers.adapted);
    tell("merged F16", { merged });
    expect(merged.positions).toBeGreaterThanOrEqual(0.99);
  });

  it("answers in Q8_0 about as the quantised base does, whose activations are rounded too", async () => {
    const merged = await compare(file("merged-q8_0.gguf"), null, answers.adapted);
    tell("merged Q8_0", { merged });
    expect(merged.positions).toBeGreaterThanOrEqual(0.93);
  });
});

function compare(
  modelPath: string,
  loraPath: string | null,
  expected: number[][],
): Promise<Agreement> {
  return agreement(modelPath, loraPath, answers.prompts, expected);
}
