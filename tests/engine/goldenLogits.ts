/** The real base model against PyTorch's logits, in one batch of base and adapted rows. */
import { expect } from "vitest";
import type { LanguageModel } from "../../src/engine/base/languageModel";
import { indexOfLargest } from "../../src/engine/base/sampling";
import { inMemory } from "../../src/engine/adapter/rows";
import type { LoraLayout, PackedAdapter } from "../../src/engine/adapter/layout";
import { floatTensor, readSafetensors } from "../../src/formats/safetensors";

export const BASE_MODEL = "smollm2-135m-instruct-q4_1/SmolLM2-135M-Instruct.Q4_1.gguf";
export const ADAPTED_MODULES = ["q_proj", "v_proj"];

/** Of every logit; bounds the KL divergence by 2e-3 as well. */
const TOLERANCE = 1e-3;

export interface LogitsGolden {
  cases: { name: string; kind: "base" | "lora"; tokens: number[] }[];
  rank: number;
  scaling: number;
  adapted_layers: number;
  sample_stride: number;
}

/** Runs the named prompts ("base.0", ...): prefill, then decoding up to `steps` logits a row. */
export async function expectGoldenLogits(
  model: LanguageModel,
  golden: LogitsGolden,
  safetensors: Uint8Array,
  prompts: readonly string[],
  steps: number,
): Promise<void> {
  const tensors = readSafetensors(safetensors);
  const read = (name: string) =>
    floatTensor(tensors, name, tensors.get(name)?.shape ?? []);
  const topIds = (name: string) => {
    const { bytes } = tensors.get(`${name}.top_ids`)!;
    return new Int32Array(new Uint8Array(bytes).buffer);
  };
  const tokensOf = (prompt: string, step: number) =>
    golden.cases.find(({ name }) => name === `${prompt}.${step}`)!.tokens;
  const adapter = model.placeAdapter(inMemory(goldenAdapter(model.layout, golden, read)));
  const batch = model.startBatch(
    prompts.map((prompt) => ({
      adapter: prompt.startsWith("lora") ? adapter : null,
      scale: golden.scaling,
    })),
  );
  for (let step = 0; step < steps; step++) {
    const logits =
      step === 0
        ? await batch.prefill(prompts.map((prompt) => tokensOf(prompt, 0)))
        : await batch.step(prompts.map((prompt) => tokensOf(prompt, step).at(-1)!));
    prompts.forEach((prompt, row) => {
      const name = `${prompt}.${step}`;
      const actual = logits[row]!;
      const ids = topIds(name);
      expect(indexOfLargest(actual), name).toBe(ids[0]);
      read(`${name}.top`).forEach((value, at) => {
        expect(Math.abs(actual[ids[at]!]! - value), name).toBeLessThan(TOLERANCE);
      });
      read(`${name}.sample`).forEach((value, at) => {
        const difference = actual[at * golden.sample_stride]! - value;
        expect(Math.abs(difference), name).toBeLessThan(TOLERANCE);
      });
    });
  }
  batch.dispose();
  adapter.dispose();
}

/** Stored as `[layers, rank, in]` and `[layers, rank, out]` for the first few layers. */
function goldenAdapter(
  layout: LoraLayout,
  { rank, adapted_layers }: LogitsGolden,
  read: (name: string) => Float32Array,
): PackedAdapter {
  const groups = layout.groups.map(({ in: size, out, modules }) => {
    const R = modules.length * rank;
    const A = new Float32Array(layout.layers * size * R);
    const B = new Float32Array(layout.layers * R * out);
    for (const { module, slot, offset, out: width } of modules) {
      const [a, b] = [read(`A.${module}`), read(`B.${module}`)];
      for (let row = 0; row < adapted_layers * rank; row++) {
        const layer = Math.floor(row / rank);
        const column = slot * rank + (row % rank);
        for (let i = 0; i < size; i++) {
          A[(layer * size + i) * R + column] = a[row * size + i]!;
        }
        B.set(
          b.subarray(row * width, (row + 1) * width),
          (layer * R + column) * out + offset,
        );
      }
    }
    return { rank, A, B };
  });
  return { layout, groups };
}
