/** What the gradients of a lesson must be on every device; run by the Node and the GPU tests. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loraLayout, TARGET_MODULES } from "../../../src/engine/adapter/layout";
import type { LoraLayout, PackedAdapter } from "../../../src/engine/adapter/layout";
import { readLlamaConfig } from "../../../src/engine/base/llamaConfig";
import type { ComputeDevice } from "../../../src/engine/device/device";
import { packRows, type EncodedExample } from "../../../src/engine/teaching/packing";
import { prepareRow, type PreparedRow } from "../../../src/engine/teaching/preparation";
import {
  TaughtBase,
  type LossAndGradient,
} from "../../../src/engine/teaching/taughtBase";
import { readGguf } from "../../../src/formats/gguf";
import { referenceLogits } from "../base/referenceLlama";
import { toyAdapter, toyModel, type ToyModelOptions } from "../base/toyModel";

const SCALE = 0.5;
/** They begin alike, as if by a template of two tokens. */
const EXAMPLES: EncodedExample[] = [
  { tokens: [3, 17, 42, 5, 79, 8], promptLength: 4, sharedLength: 2 },
  { tokens: [3, 17, 9, 61], promptLength: 3, sharedLength: 2 },
  { tokens: [3, 17, 60, 2, 33, 21, 70], promptLength: 4, sharedLength: 2 },
];

type Toy = ToyModelOptions & { sharesA?: boolean; largestHeadPart?: number };

export function describeGradients(
  open: () => Promise<ComputeDevice>,
  { tolerance }: { tolerance: number },
): void {
  describe.each([
    { projections: "Q4_1", embedding: "Q8_0", sharesA: false },
    { projections: "Q4_1", embedding: "Q8_0", sharesA: true },
    { projections: "Q8_0", embedding: "F16", sharesA: false },
    { projections: "Q4_0", embedding: "Q4_1", sharesA: false },
    { projections: "F16", embedding: "F32", sharesA: false },
    { head: "Q4_0", hasRopeFactors: true, projections: "Q8_0", embedding: "Q5_0" },
    { architecture: "qwen2", head: "Q8_0", projections: "Q5_0", embedding: "Q5_1" },
    { architecture: "qwen2", projections: "Q8_0", largestHeadPart: 8_000 },
    { architecture: "qwen3", headSize: 32, projections: "Q5_1", embedding: "Q8_0" },
  ] as const)("%o", ({ sharesA = false, largestHeadPart, ...options }: Toy) => {
    const file = toyModel(options);
    const gguf = readGguf(file);
    const config = readLlamaConfig(gguf);
    const layout = loraLayout(config.layers, config.projections, TARGET_MODULES, sharesA);
    const adapter = toyAdapter(layout, 3, 5);
    let device: ComputeDevice;
    let base: TaughtBase;
    let whole: LossAndGradient;

    beforeAll(async () => {
      device = await open();
      const part = largestHeadPart === undefined ? {} : { largestHeadPart };
      base = await TaughtBase.open({ gguf, config, layout, device, ...part });
      whole = await base.gradient(adapter, SCALE, rowsOf(100));
    });
    afterAll(async () => {
      await base.dispose();
      device.dispose();
    });

    function rowsOf(longest: number): PreparedRow[] {
      return packRows(EXAMPLES, longest).map((row) => prepareRow(gguf, config, row));
    }

    it("gives the reference's loss, which reads every example by itself", async () => {
      const expected = referenceLoss(file, adapter);
      expect(whole.loss).toBeCloseTo(expected, 4);
      expect(await base.loss(adapter, SCALE, rowsOf(100))).toBeCloseTo(expected, 4);
    });

    it("gives the slope of the reference's loss for A and B of every layer", () => {
      for (const { what, change, slope } of directions(layout, adapter, whole)) {
        const step = 1e-3;
        const difference =
          referenceLoss(file, change(step)) - referenceLoss(file, change(-step));
        const expected = difference / (2 * step);
        expect(Math.abs(slope - expected) / Math.abs(expected), what).toBeLessThan(
          tolerance,
        );
      }
    });

    it("gives the same for one row and for several", async () => {
      const rows = rowsOf(8);
      expect(rows.length).toBe(2);
      const parted = await base.gradient(adapter, SCALE, rows);
      expect(parted.loss).toBeCloseTo(whole.loss, 4);
      parted.groups.forEach((group, index) => {
        for (const half of ["A", "B"] as const) {
          const expected = whole.groups[index]![half];
          const off = group[half].map((value, at) => value - expected[at]!);
          expect(norm(off) / norm(expected)).toBeLessThan(tolerance);
        }
      });
    });
  });
}

/** Mean over the examples of the mean of their answers' losses. */
function referenceLoss(file: Uint8Array, packed: PackedAdapter): number {
  const losses = EXAMPLES.map(({ tokens, promptLength }) => {
    let sum = 0;
    for (let at = promptLength; at < tokens.length; at++) {
      const logits = referenceLogits(file, tokens.slice(0, at), { packed, scale: SCALE });
      const largest = Math.max(...logits);
      const total = logits.reduce((all, logit) => all + Math.exp(logit - largest), 0);
      sum += Math.log(total) + largest - logits[tokens[at]!]!;
    }
    return sum / (tokens.length - promptLength);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

interface Direction {
  what: string;
  /** The adapter so far along the direction. */
  change(step: number): PackedAdapter;
  /** The gradient along the direction. */
  slope: number;
}

/** Along the gradient of each layer's A and B, as far as they are not zero by the layout. */
function directions(
  layout: LoraLayout,
  adapter: PackedAdapter,
  { groups }: LossAndGradient,
): Direction[] {
  return layout.groups.flatMap(({ group }, index) =>
    (["A", "B"] as const).flatMap((half) =>
      Array.from({ length: layout.layers }, (_, layer): Direction => {
        const values = adapter.groups[index]![half];
        const length = values.length / layout.layers;
        const direction = new Float32Array(values.length);
        for (let at = layer * length; at < (layer + 1) * length; at++) {
          if (values[at] !== 0) direction[at] = groups[index]![half][at]!;
        }
        const size = norm(direction);
        direction.forEach((value, at) => (direction[at] = value / size));
        return {
          what: `${group} ${half} ${layer}`,
          slope: size,
          change: (step) => ({
            layout,
            groups: adapter.groups.map((own, other) =>
              other === index
                ? {
                    ...own,
                    [half]: values.map((value, at) => value + step * direction[at]!),
                  }
                : own,
            ),
          }),
        };
      }),
    ),
  );
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
