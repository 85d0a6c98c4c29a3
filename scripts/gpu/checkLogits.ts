/** Whether the base model's logits on the GPU are PyTorch's, with an adapter and without. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createLanguageModel } from "../../src/engine/base/languageModel";
import { openDevice } from "../../src/engine/device/devices";
import type { Gguf } from "../../src/formats/gguf";
import {
  ADAPTED_MODULES,
  compareWithGolden,
  type LogitsGolden,
} from "../../tests/engine/goldenComparison";

export interface LogitsCheck {
  positions: number;
  /** Share of positions whose likeliest token is PyTorch's. */
  topShare: number;
  largestDifference: number;
  largestDivergence: number;
  hasPassed: boolean;
}

export interface ModelOnGpu {
  /** Bytes of the weights as they lie on the GPU. */
  bytesHeld: number;
  /** Null when there are no golden logits of this model. */
  check: LogitsCheck | null;
}

const LEAST_TOP_SHARE = 0.99;
/** KL divergence in nats. */
const MOST_DIVERGENCE = 2e-3;
/** Prompts and steps that a software adapter gets done in a minute or two. */
const FEW = { prompts: ["base.1", "lora.2"], steps: 2 };
const ALL_STEPS = 4;

/**
 * Creating the session fails when an operator would be computed on the CPU, so a result also
 * says that none was. `golden` is the folder with PyTorch's logits; null when there are none.
 */
export async function loadAndCheck(
  gguf: Gguf,
  golden: string | null,
  isSoftware: boolean,
): Promise<ModelOnGpu> {
  const device = await openDevice("webgpu");
  const model = await createLanguageModel(gguf, {
    device,
    contextLength: 64,
    targetModules: ADAPTED_MODULES,
  });
  try {
    const { bytesHeld } = model;
    if (golden === null) return { bytesHeld, check: null };
    const { logits } = JSON.parse(
      await readFile(join(golden, "golden.json"), "utf8"),
    ) as { logits: LogitsGolden };
    const expected = new Uint8Array(await readFile(join(golden, "logits.safetensors")));
    const prompts = logits.cases
      .filter(({ name }) => name.endsWith(".0"))
      .map(({ name }) => name.slice(0, -2));
    const chosen = isSoftware ? FEW : { prompts, steps: ALL_STEPS };
    const compared = await compareWithGolden(
      model,
      logits,
      expected,
      chosen.prompts,
      chosen.steps,
    );
    const topShare =
      compared.filter(({ isTopSame }) => isTopSame).length / compared.length;
    const largestDivergence = Math.max(...compared.map(({ divergence }) => divergence));
    return {
      bytesHeld,
      check: {
        positions: compared.length,
        topShare,
        largestDifference: Math.max(...compared.map(({ difference }) => difference)),
        largestDivergence,
        hasPassed: topShare >= LEAST_TOP_SHARE && largestDivergence <= MOST_DIVERGENCE,
      },
    };
  } finally {
    await model.dispose();
    device.dispose();
  }
}
