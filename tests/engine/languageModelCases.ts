/** What the language model must do on every device; run by the Node and the GPU tests. */
import { readGguf } from "../../src/formats/gguf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GpuDevice } from "../../src/engine/gpu";
import { createLanguageModel, type LanguageModel } from "../../src/engine/languageModel";
import { TARGET_MODULES } from "../../src/engine/loraLayout";
import type { Device } from "../../src/shared/engine";
import { referenceLogits, type ReferenceAdapter } from "./referenceLlama";
import { toyAdapter, toyModel, TOY } from "./toyModel";

const PROMPTS = [
  [3, 17, 42, 5, 79],
  [8, 1],
  [60, 61, 62],
] as const;
const STEPS = [
  [7, 9, 11],
  [2, 30, 4],
] as const;

/** `tolerance`: largest difference to the double-precision reference, of logits around 1. */
export function describeLanguageModel(device: Device, tolerance: number): void {
  describe.each([
    { projections: "Q4_1", embedding: "Q8_0" },
    { projections: "Q8_0", embedding: "F16" },
    { projections: "Q4_0", embedding: "Q4_1" },
    { projections: "F16", embedding: "F32" },
  ] as const)("$projections projections and $embedding embedding", (types) => {
    const file = toyModel(types);
    let gpu: GpuDevice | undefined;
    let model: LanguageModel;

    beforeAll(async () => {
      gpu = device === "webgpu" ? await GpuDevice.request() : undefined;
      model = await createLanguageModel(readGguf(file), {
        device,
        gpu,
        contextLength: TOY.context,
        targetModules: TARGET_MODULES,
      });
    });
    afterAll(async () => {
      await model.dispose();
      gpu?.dispose();
    });

    it("gives the reference's logits for rows of unequal length, rank and strength", async () => {
      const adapters: (ReferenceAdapter | undefined)[] = [
        undefined,
        { packed: toyAdapter(model.layout, 2, 5), scale: 0.5 },
        { packed: toyAdapter(model.layout, 4, 6), scale: 0.25 },
      ];
      const batch = model.startBatch(
        adapters.map((adapter) => ({
          adapter: adapter ? model.uploadAdapter(adapter.packed) : null,
          scale: adapter?.scale ?? 1,
        })),
      );
      const logits = [await batch.prefill(PROMPTS)];
      for (const tokens of STEPS) logits.push(await batch.step(tokens));
      expect(batch.lengths).toEqual([7, 4, 5]);
      batch.dispose();
      logits.forEach((rows, step) =>
        rows.forEach((actual, row) => {
          const tokens = [
            ...PROMPTS[row]!,
            ...STEPS.slice(0, step).map((next) => next[row]!),
          ];
          const expected = referenceLogits(file, tokens, adapters[row]);
          expect(largestDifference(actual, expected)).toBeLessThan(tolerance);
        }),
      );
    });

    it("is exactly the base model at strength 0 and without adapter", async () => {
      const adapter = model.uploadAdapter(toyAdapter(model.layout, 4, 7));
      const answer = async (scales: readonly (number | null)[]) => {
        const rows = scales.map((scale) => ({
          adapter: scale === null ? null : adapter,
          scale: scale ?? 1,
        }));
        const batch = model.startBatch(rows);
        const first = await batch.prefill(rows.map(() => PROMPTS[0]));
        const second = await batch.step(rows.map(() => 7));
        batch.dispose();
        return rows.map((_, row) => [...first[row]!, ...second[row]!]);
      };
      const [base] = await answer([null]);
      const [absent, zero, one] = await answer([null, 0, 1]);
      adapter.dispose();
      expect(absent).toEqual(base);
      expect(zero).toEqual(base);
      expect(one).not.toEqual(base);
    });
  });
}

function largestDifference(actual: Float32Array, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  return Math.max(...expected.map((value, index) => Math.abs(value - actual[index]!)));
}
