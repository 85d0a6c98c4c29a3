/** How far a language model's logits are from PyTorch's, in one batch of base and adapted rows. */
import type { LanguageModel } from "../../src/engine/base/languageModel";
import { indexOfLargest } from "../../src/engine/base/sampling";
import { inMemory } from "../../src/engine/adapter/rows";
import type { LoraLayout, PackedAdapter } from "../../src/engine/adapter/layout";
import { floatTensor, readSafetensors } from "../../src/formats/safetensors";

export const ADAPTED_MODULES = ["q_proj", "v_proj"];

/** Names of the files with a base model's golden logits; the first is a `LogitsGolden`. */
export function goldenLogitsFiles(
  baseModelId: string,
): readonly [json: string, safetensors: string] {
  const name = `logits_${baseModelId}`;
  return [`${name}.json`, `${name}.safetensors`];
}

/** Names of all prompts, "base.0" and so on. */
export function promptsOf({ cases }: LogitsGolden): string[] {
  return cases
    .filter(({ name }) => name.endsWith(".0"))
    .map(({ name }) => name.slice(0, -2));
}

/** What is known of the logits that stand in the safetensors file. */
export interface LogitsGolden {
  cases: { name: string; kind: "base" | "lora"; tokens: number[] }[];
  rank: number;
  scaling: number;
  adapted_layers: number;
  sample_stride: number;
}

/** The next-token logits of one prompt and step. */
export interface LogitsComparison {
  name: string;
  /** Whether the likeliest token is PyTorch's. */
  isTopSame: boolean;
  /** Largest difference of the golden logits, which are the likeliest and every n-th. */
  difference: number;
  /** KL divergence from PyTorch's distribution in nats; an n-th logit stands for n of them. */
  divergence: number;
}

/** Runs the named prompts ("base.0", ...): prefill, then decoding up to `steps` logits a row. */
export async function compareWithGolden(
  model: LanguageModel,
  golden: LogitsGolden,
  safetensors: Uint8Array,
  prompts: readonly string[],
  steps: number,
): Promise<LogitsComparison[]> {
  const tensors = readSafetensors(safetensors);
  const read = (name: string) =>
    floatTensor(tensors, name, tensors.get(name)?.shape ?? []);
  const tokensOf = (prompt: string, step: number) =>
    golden.cases.find(({ name }) => name === `${prompt}.${step}`)!.tokens;
  const adapter = model.placeAdapter(inMemory(goldenAdapter(model.layout, golden, read)));
  const batch = model.startBatch(
    prompts.map((prompt) => ({
      adapter: prompt.startsWith("lora") ? adapter : null,
      scale: golden.scaling,
    })),
  );
  const comparisons: LogitsComparison[] = [];
  for (let step = 0; step < steps; step++) {
    const logits =
      step === 0
        ? await batch.prefill(prompts.map((prompt) => tokensOf(prompt, 0)))
        : await batch.step(prompts.map((prompt) => tokensOf(prompt, step).at(-1)!));
    prompts.forEach((prompt, row) => {
      comparisons.push(compare(`${prompt}.${step}`, logits[row]!));
    });
  }
  batch.dispose();
  adapter.dispose();
  return comparisons;

  function compare(name: string, actual: Float32Array): LogitsComparison {
    const ids = new Int32Array(
      new Uint8Array(tensors.get(`${name}.top_ids`)!.bytes).buffer,
    );
    const stride = golden.sample_stride;
    const pairs = [
      ...[...read(`${name}.top`)].map((expected, at) => ({
        token: ids[at]!,
        expected,
        weight: 1,
      })),
      ...[...read(`${name}.sample`)].map((expected, at) => ({
        token: at * stride,
        expected,
        weight: ids.includes(at * stride) ? 0 : stride,
      })),
    ].map((pair) => ({ ...pair, actual: actual[pair.token]! }));
    return {
      name,
      isTopSame: indexOfLargest(actual) === ids[0],
      // NaN when any logit is NaN.
      difference: Math.max(...pairs.map((pair) => Math.abs(pair.actual - pair.expected))),
      divergence: divergence(pairs),
    };
  }
}

/** KL divergence of softmax(actual) from softmax(expected), each logit counted `weight` times. */
function divergence(
  pairs: readonly { expected: number; actual: number; weight: number }[],
): number {
  const logSum = (side: "expected" | "actual") => {
    const largest = Math.max(...pairs.map((pair) => pair[side]));
    const sum = pairs.reduce(
      (total, pair) => total + pair.weight * Math.exp(pair[side] - largest),
      0,
    );
    return largest + Math.log(sum);
  };
  const [expectedSum, actualSum] = [logSum("expected"), logSum("actual")];
  return pairs.reduce((total, { expected, actual, weight }) => {
    const logShare = expected - expectedSum;
    return total + weight * Math.exp(logShare) * (logShare - (actual - actualSum));
  }, 0);
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
