/** Cases that the language model must pass on every device, run by the Node and the GPU tests. */
import { readGguf } from "../../../src/formats/gguf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inMemory } from "../../../src/engine/adapter/rows";
import type { ComputeDevice } from "../../../src/engine/device/device";
import {
  createLanguageModel,
  type LanguageModel,
} from "../../../src/engine/base/languageModel";
import { TARGET_MODULES, type PackedAdapter } from "../../../src/engine/adapter/layout";
import type { AdapterScope } from "../../../src/shared/adapter";
import {
  referenceLogits,
  referenceProjections,
  type ReferenceAdapter,
} from "./referenceLlama";
import { toyAdapter, toyModel, TOY, type ToyModelOptions } from "./toyModel";

const PROMPTS = [
  [3, 17, 42, 5, 79],
  [8, 1],
  [60, 61, 62],
] as const;
const STEPS = [
  [7, 9, 11],
  [2, 30, 4],
] as const;

interface DeviceTraits {
  /** Largest difference to the double-precision reference, of logits around 1. */
  tolerance: number;
  /** Whether what is read after a known beginning is the same to the bit as when read whole. */
  isExact: boolean;
}

export function describeLanguageModel(
  open: () => Promise<ComputeDevice>,
  { tolerance, isExact }: DeviceTraits,
): void {
  describe.each<[string, ToyModelOptions & { sharesA?: boolean }]>([
    ["llama", {}],
    ["llama, one A", { sharesA: true }],
    ["llama, Q8_0 and F16", { projections: "Q8_0", embedding: "F16" }],
    ["llama, Q4_0 and Q4_1", { projections: "Q4_0", embedding: "Q4_1" }],
    ["llama, F16 and F32", { projections: "F16", embedding: "F32" }],
    [
      "llama with a head of its own and rope factors",
      {
        projections: "Q4_0",
        values: "F16",
        embedding: "Q4_0",
        head: "Q4_1",
        hasRopeFactors: true,
      },
    ],
    [
      "qwen2",
      {
        architecture: "qwen2",
        projections: "Q5_0",
        values: "Q8_0",
        embedding: "Q5_0",
        head: "Q8_0",
      },
    ],
    [
      "qwen2, Q4_K and Q6_K",
      {
        architecture: "qwen2",
        size: 256,
        feedForwardSize: 256,
        projections: "Q4_K",
        values: "Q6_K",
        embedding: "Q6_K",
        head: "Q4_K",
      },
    ],
    ["qwen3", { architecture: "qwen3", headSize: 32, embedding: "BF16" }],
  ])("%s", (_, options) => {
    const file = toyModel(options);
    let device: ComputeDevice;
    let model: LanguageModel;

    beforeAll(async () => {
      device = await open();
      model = await createLanguageModel(readGguf(file), {
        device,
        contextLength: TOY.context,
        targetModules: TARGET_MODULES,
        sharesA: options.sharesA ?? false,
        givesProjections: true,
      });
    });
    afterAll(async () => {
      await model.dispose();
      device.dispose();
    });

    it("gives the reference's logits for rows of unequal length, rank and strength", () =>
      expectReferenceLogits([
        undefined,
        { packed: toyAdapter(model.layout, 2, 5), scale: 0.5 },
        { packed: toyAdapter(model.layout, 4, 6), scale: 0.25 },
      ]));

    it("gives the reference's logits for groups of unequal rank", () => {
      const of = (rank: number) => toyAdapter(model.layout, rank, 7).groups;
      const groups = of(2).map((group, index) => (index === 0 ? of(5)[0]! : group));
      const packed = { layout: model.layout, groups };
      return expectReferenceLogits([
        { packed, scale: 0.5 },
        { packed: toyAdapter(model.layout, 4, 6), scale: 0.25 },
        { packed, scale: -0.5 },
      ]);
    });

    it("gives the reference's logits for rows that share their A", () => {
      const first = toyAdapter(model.layout, 4, 6);
      const { groups } = toyAdapter(model.layout, 4, 9);
      const second = {
        ...first,
        groups: groups.map((own, group) => ({ ...own, A: first.groups[group]!.A })),
      };
      return expectReferenceLogits([
        { packed: first, scale: 0.25 },
        undefined,
        { packed: second, scale: -0.5 },
      ]);
    });

    it("gives the reference's logits for one adapter at several strengths", () => {
      const packed = toyAdapter(model.layout, 3, 8);
      return expectReferenceLogits([
        { packed, scale: 0.25 },
        undefined,
        { packed, scale: -0.5 },
      ]);
    });

    async function expectReferenceLogits(
      adapters: readonly (ReferenceAdapter | undefined)[],
    ): Promise<void> {
      const batch = model.startBatch(
        adapters.map((adapter) => ({
          adapter: adapter ? model.placeAdapter(inMemory(adapter.packed)) : null,
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
    }

    it("leaves a row alone whose text is over, and gives the others' logits", async () => {
      const batch = model.startBatch(PROMPTS.map(() => ({ adapter: null, scale: 1 })));
      await batch.prefill(PROMPTS);
      const texts: number[][] = PROMPTS.map((prompt) => [...prompt]);
      const lengths = [...batch.lengths];
      for (const token of [9, 30, 4, 17]) {
        const logits = await batch.step([null, token, token]);
        for (const row of [1, 2]) {
          texts[row]!.push(token);
          const expected = referenceLogits(file, texts[row]!);
          expect(largestDifference(logits[row]!, expected)).toBeLessThan(tolerance);
        }
      }
      expect(batch.lengths).toEqual([lengths[0], lengths[1]! + 4, lengths[2]! + 4]);
      // And the row goes on as if it had never waited.
      const logits = await batch.step([11, 12, 13]);
      [11, 12, 13].forEach((token, row) => {
        const expected = referenceLogits(file, [...texts[row]!, token]);
        expect(largestDifference(logits[row]!, expected)).toBeLessThan(tolerance);
      });
      batch.dispose();
    });

    it("gives what q, k and v project for the last tokens", async () => {
      const packed = toyAdapter(model.layout, 3, 8);
      const adapter = model.placeAdapter(inMemory(packed));
      const tokens = PROMPTS[0];
      const reading = model.startReading({ adapter, scale: 0.5 }, TOY.context);
      const actual = await reading.project(tokens, 2);
      reading.dispose();
      adapter.dispose();
      const expected = referenceProjections(file, tokens, { packed, scale: 0.5 });
      const last = expected.flatMap((layer) => layer.slice(-2)).flat();
      expect(largestDifference(actual, last)).toBeLessThan(tolerance);
    });

    it("reads a text after others as it does at first", async () => {
      const adapter = model.placeAdapter(inMemory(toyAdapter(model.layout, 3, 8)));
      const start = () => model.startReading({ adapter, scale: 0.5 }, TOY.context);
      const texts = [
        [3, 17, 42, 5, 79],
        [3, 17, 42, 5, 78, 7],
        [3, 17, 42, 5, 78, 7],
        [9, 1, 2],
        [9, 1, 2, 4],
        [9, 1],
      ];
      const later = start();
      for (const text of texts) {
        const first = start();
        const expected = await first.project(text, 2);
        first.dispose();
        const actual = await later.project(text, 2);
        if (isExact) expect(actual).toEqual(expected);
        else expect(largestDifference(actual, [...expected])).toBeLessThan(tolerance);
      }
      const long = Array.from({ length: TOY.context + 1 }, () => 3);
      await expect(later.project(long, 2)).rejects.toMatchObject({
        code: "context-full",
      });
      const again = await later.project(texts[0]!, 2);
      const fresh = start();
      expect(again).toEqual(await fresh.project(texts[0]!, 2));
      fresh.dispose();
      later.dispose();
      adapter.dispose();
    });

    it("is exactly the base model at strength 0 and without adapter", async () => {
      const adapter = model.placeAdapter(inMemory(toyAdapter(model.layout, 4, 7)));
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

    it("applies only the modules and layers in scope", async () => {
      const packed = toyAdapter(model.layout, 4, 7);
      const whole = model.placeAdapter(inMemory(packed));
      const scope = { modules: ["v_proj", "down_proj"], firstLayer: 1, lastLayer: 1 };
      const part = model.placeAdapter(inMemory(onlyInScope(packed, scope)));
      const nothing = { ...scope, modules: [] };
      const batch = model.startBatch([
        { adapter: null, scale: 1 },
        { adapter: whole, scale: 1, scope: nothing },
        { adapter: whole, scale: 1, scope: { ...scope, firstLayer: 1, lastLayer: 0 } },
        { adapter: part, scale: 1 },
        { adapter: whole, scale: 1, scope },
      ]);
      const rows = await batch.prefill(Array.from({ length: 5 }, () => PROMPTS[0]!));
      batch.dispose();
      whole.dispose();
      part.dispose();
      const [base, noModule, noLayer, cut, scoped] = rows.map((row) => [...row]);
      expect(noModule).toEqual(base);
      expect(noLayer).toEqual(base);
      expect(scoped).toEqual(cut);
      expect(scoped).not.toEqual(base);
    });
  });
}

/** A copy whose B is 0 outside the scope, cut by hand in the graph's layout. */
function onlyInScope(packed: PackedAdapter, scope: AdapterScope): PackedAdapter {
  const { layout } = packed;
  const groups = packed.groups.map(({ rank, A, B }, index) => {
    const { out, slots, modules } = layout.groups[index]!;
    const kept = B.map((value, position) => {
      const layer = Math.floor(position / out / (slots * rank));
      const column = position % out;
      const { module } = modules.find(
        ({ offset, out: width }) => column >= offset && column < offset + width,
      )!;
      const isIn =
        layer >= scope.firstLayer &&
        layer <= scope.lastLayer &&
        scope.modules.includes(module);
      return isIn ? value : 0;
    });
    return { rank, A, B: kept };
  });
  return { layout, groups };
}

function largestDifference(actual: Float32Array, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  return Math.max(...expected.map((value, index) => Math.abs(value - actual[index]!)));
}
