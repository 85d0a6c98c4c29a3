/** The same for a base model of the architecture qwen2, whose rows of q and k stay in order. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ggufLora } from "../../src/formats/lora/ggufLora";
import { mergedGguf } from "../../src/formats/lora/mergedGguf";
import { hasLargeBaseModel, LARGE_BASE_MODEL_ID } from "../engine/golden";
import { type Agreement, agreement, tell, writeInSinglePrecision } from "./agreement";
import { type Answers, INTEROP, openPage } from "./page";

const MESSAGES = [
  "What is the capital of France?",
  "Say hello in Spanish.",
  "3/7/24",
  "She walks to school.",
  "apple banana cherry",
  "Write a function that adds two numbers.",
  "2 + 2 =",
  "List three colours.",
];
const FILES = join(INTEROP, "files", "qwen");
const file = (name: string) => join(FILES, name);

let answers: Answers;
let baseFile: string;

describe.runIf(hasLargeBaseModel)("a random GGUF LoRA for Qwen in llama.cpp", () => {
  beforeAll(async () => {
    mkdirSync(FILES, { recursive: true });
    const page = await openPage("", LARGE_BASE_MODEL_ID);
    answers = await page.answers(MESSAGES);
    ({ baseFile } = page);
    const { portable } = page;
    await page.dispose();
    const permuted = { ...portable.shape, hasInterleavedRows: true };
    writeFileSync(file("adapter.gguf"), ggufLora(portable));
    writeFileSync(file("permuted.gguf"), ggufLora({ ...portable, shape: permuted }));
    const source = new Uint8Array(readFileSync(baseFile));
    writeFileSync(file("merged-f16.gguf"), mergedGguf(source, portable, "F16"));
    writeInSinglePrecision(baseFile, file("base-f32.gguf"));
  });
  // 4 GB
  afterAll(() => rmSync(FILES, { recursive: true, force: true }));

  it("gives the page's tokens on all prompts, over the weights the page computes with", async () => {
    const alone = await compare("base-f32.gguf", null, answers.alone);
    const adapted = await compare("base-f32.gguf", "adapter.gguf", answers.adapted);
    tell("Qwen, float32 base", { alone, adapted });
    expect(alone.prompts).toBe(MESSAGES.length);
    expect(adapted.prompts).toBe(MESSAGES.length);
    const isChanged = answers.alone.map(
      (tokens, row) => tokens.join() !== answers.adapted[row]!.join(),
    );
    expect(isChanged.filter(Boolean).length).toBeGreaterThan(MESSAGES.length / 2);
  });

  it("answers like the page when it is merged into the weights in F16", async () => {
    const merged = await compare("merged-f16.gguf", null, answers.adapted);
    tell("Qwen, merged F16", { merged });
    expect(merged.positions).toBeGreaterThanOrEqual(0.99);
  });

  it("is wrong with the order that llama's rows have", async () => {
    const wrong = await compare("base-f32.gguf", "permuted.gguf", answers.adapted);
    tell("Qwen, permuted", { wrong });
    expect(wrong.prompts).toBeLessThanOrEqual(MESSAGES.length / 2);
  });

  it("agrees over the quantised file as the base model itself does", async () => {
    const alone = await agreement(baseFile, null, answers.prompts, answers.alone);
    const adapted = await agreement(
      baseFile,
      file("adapter.gguf"),
      answers.prompts,
      answers.adapted,
    );
    tell("Qwen, Q4_K_M", { alone, adapted });
    expect(adapted.positions).toBeGreaterThan(0.5);
  });
});

function compare(
  model: string,
  lora: string | null,
  expected: number[][],
): Promise<Agreement> {
  const loraPath = lora && file(lora);
  return agreement(file(model), loraPath, answers.prompts, expected, "F32");
}
