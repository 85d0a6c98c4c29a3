/** Whether the base model's logits on the GPU are PyTorch's, with an adapter and without. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createLanguageModel } from "../../src/engine/base/languageModel";
import { openDevice } from "../../src/engine/device/devices";
import type { Gguf } from "../../src/formats/gguf";
import {
  ADAPTED_MODULES,
  compareWithGolden,
  goldenLogitsFiles,
  type LogitsComparison,
  type LogitsGolden,
  promptsOf,
} from "../../tests/engine/goldenComparison";

export interface LogitsCheck {
  positions: number;
  /** Share of positions whose likeliest token is PyTorch's. */
  topShare: number;
  largestDifference: number;
  largestDivergence: number;
  hasPassed: boolean;
}

export interface GoldenLogits {
  golden: LogitsGolden;
  tensors: Uint8Array;
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

/** PyTorch's logits of a base model in the folder of golden files; null when it has none. */
export async function readGoldenLogits(
  folder: string,
  baseModelId: string,
): Promise<GoldenLogits | null> {
  const [json, safetensors] = goldenLogitsFiles(baseModelId).map((name) =>
    join(folder, name),
  ) as [string, string];
  if (!existsSync(json)) return null;
  return {
    golden: JSON.parse(await readFile(json, "utf8")) as LogitsGolden,
    tensors: new Uint8Array(await readFile(safetensors)),
  };
}

/**
 * Creating the session fails when an operator would be computed on the CPU, so a result also
 * says that none was. `expected` is null where there are no golden logits of the model.
 */
export async function loadAndCheck(
  gguf: Gguf,
  expected: GoldenLogits | null,
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
    if (expected === null) return { bytesHeld, check: null };
    const { golden, tensors } = expected;
    const { prompts, steps } = isSoftware
      ? FEW
      : { prompts: promptsOf(golden), steps: ALL_STEPS };
    const compared = await compareWithGolden(model, golden, tensors, prompts, steps);
    return { bytesHeld, check: judgeLogits(compared) };
  } finally {
    await model.dispose();
    device.dispose();
  }
}

/** Whether logits are near enough to PyTorch's; any that is no number is not. */
export function judgeLogits(compared: readonly LogitsComparison[]): LogitsCheck {
  const topShare = compared.filter(({ isTopSame }) => isTopSame).length / compared.length;
  const largestDivergence = Math.max(...compared.map(({ divergence }) => divergence));
  return {
    positions: compared.length,
    topShare,
    largestDifference: Math.max(...compared.map(({ difference }) => difference)),
    largestDivergence,
    hasPassed: topShare >= LEAST_TOP_SHARE && largestDivergence <= MOST_DIVERGENCE,
  };
}
