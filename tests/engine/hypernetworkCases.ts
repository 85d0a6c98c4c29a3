/** What the three hypernetworks must do on every device; run by the Node and the GPU tests. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deltaNorms, unpackAdapter } from "../../src/engine/adapterTensors";
import { GpuDevice } from "../../src/engine/gpu";
import { createHypernetwork, type Hypernetwork } from "../../src/engine/hypernetwork";
import type { LlamaConfig } from "../../src/engine/llamaConfig";
import { loraLayout, type ProjectionSizes } from "../../src/engine/loraLayout";
import { readManifest } from "../../src/formats/manifest";
import {
  floatTensor,
  readSafetensors,
  writeSafetensors,
} from "../../src/formats/safetensors";
import type { Device } from "../../src/shared/engine";
import { manifestContent } from "../formats/manifestContent";
import { largestDifference } from "./difference";

/** The golden hypernetworks' base: 3 layers, q_proj 24 -> 24, v_proj 24 -> 8, the rest ours. */
export const TINY_SIZES: ProjectionSizes = {
  q_proj: { in: 24, out: 24 },
  k_proj: { in: 24, out: 8 },
  v_proj: { in: 24, out: 8 },
  o_proj: { in: 24, out: 24 },
  gate_proj: { in: 24, out: 40 },
  up_proj: { in: 24, out: 40 },
  down_proj: { in: 40, out: 24 },
};
export const TINY_BASE = {
  config: { layers: 3, projections: TINY_SIZES } as LlamaConfig,
  layout: loraLayout(3, TINY_SIZES, ["q_proj", "v_proj"]),
};
const TOLERANCE = 1e-4;

/** `readGolden` gives the bytes of a file in tests/fixtures/golden. */
export function describeHypernetworks(
  device: Device,
  readGolden: (name: string) => Promise<Uint8Array>,
): void {
  describe.each(["L", "M", "S"] as const)("T2L-%s", (variant) => {
    let gpu: GpuDevice | undefined;
    let hypernetwork: Hypernetwork;
    let golden: (name: string, shape: readonly number[]) => Float32Array;

    beforeAll(async () => {
      gpu = device === "webgpu" ? await GpuDevice.request() : undefined;
      const tensors = readSafetensors(
        await readGolden(`hypernetwork_${variant}.safetensors`),
      );
      golden = (name, shape) => floatTensor(tensors, name, shape);
      hypernetwork = await createHypernetwork(
        readManifest(JSON.stringify(manifestContent({ variant }))),
        goldenWeights(tensors),
        TINY_BASE,
        { device, gpu },
      );
    });
    afterAll(async () => {
      await hypernetwork.dispose();
      gpu?.dispose();
    });

    it("gives PyTorch's A and B for every layer and module", async () => {
      const vectors = golden("description_vector", [2, 12]);
      for (let task = 0; task < 2; task++) {
        const vector = vectors.slice(12 * task, 12 * task + 12);
        const { packed } = await hypernetwork.generate(vector);
        for (const { module, layer, in: size, out, A, B } of unpackAdapter(packed)) {
          const row = 3 * task + layer;
          const expectedA = golden(`A.${module}`, [2, 3, 4, size]);
          const expectedB = golden(`B.${module}`, [2, 3, 4, out]);
          expect(
            largestDifference(A, expectedA.slice(row * 4 * size, (row + 1) * 4 * size)),
          ).toBeLessThan(TOLERANCE);
          for (let r = 0; r < 4; r++) {
            const column = Float32Array.from({ length: out }, (_, o) => B[4 * o + r]!);
            const from = (4 * row + r) * out;
            expect(
              largestDifference(column, expectedB.slice(from, from + out)),
            ).toBeLessThan(TOLERANCE);
          }
        }
      }
    });

    it("writes zeros outside each module's block of B", async () => {
      const { packed } = await hypernetwork.generate(new Float32Array(12).fill(0.3));
      const { B } = packed.groups[0]!;
      // [3 layers, 2 modules x rank 4, 24 q + 8 k + 8 v]
      B.forEach((value, index) => {
        const column = index % 40;
        const ofQuery = Math.floor(index / 40) % 8 < 4;
        const inside = ofQuery ? column < 24 : column >= 32;
        if (!inside) expect(value).toBe(0);
      });
      expect(
        deltaNorms(unpackAdapter(packed), 4, 1).flatMap((norm) => norm.perLayer),
      ).toSatisfy(
        (norms: number[]) => norms.length === 6 && norms.every((norm) => norm > 0),
      );
    });

    it("keeps adapters apart: a later one does not change an earlier one", async () => {
      const first = await hypernetwork.generate(new Float32Array(12).fill(0.1));
      const before = first.packed.groups[0]!.A.slice();
      const second = await hypernetwork.generate(new Float32Array(12).fill(-0.9));
      expect(first.packed.groups[0]!.A).toEqual(before);
      expect(second.packed.groups[0]!.A).not.toEqual(before);
      if (!gpu) return;
      const [group] = first.gpu!;
      expect(await gpu.read(group!.A, before.length)).toEqual(before);
    });
  });
}

/** The golden file's weights under the names a checkpoint has. */
export function goldenWeights(tensors: ReturnType<typeof readSafetensors>): Uint8Array {
  const weights = [...tensors]
    .filter(([name]) => name.startsWith("weights."))
    .map(([name, { shape }]) => ({
      name: name.slice("weights.".length),
      shape,
      values: floatTensor(tensors, name, shape),
    }));
  return writeSafetensors(weights);
}
