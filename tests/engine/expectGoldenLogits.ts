/** The real base model's logits must be PyTorch's. */
import { expect } from "vitest";
import type { LanguageModel } from "../../src/engine/base/languageModel";
import { compareWithGolden, type LogitsGolden } from "./goldenComparison";

/** Largest difference of a logit; bounds the KL divergence by 2e-3 as well. */
const TOLERANCE = 1e-3;

export async function expectGoldenLogits(
  model: LanguageModel,
  golden: LogitsGolden,
  safetensors: Uint8Array,
  prompts: readonly string[],
  steps: number,
): Promise<void> {
  const compared = await compareWithGolden(model, golden, safetensors, prompts, steps);
  expect(compared).toHaveLength(prompts.length * steps);
  for (const { name, isTopSame, difference, divergence } of compared) {
    expect(isTopSame, name).toBe(true);
    expect(difference, name).toBeLessThan(TOLERANCE);
    expect(divergence, name).toBeLessThan(TOLERANCE);
  }
}
