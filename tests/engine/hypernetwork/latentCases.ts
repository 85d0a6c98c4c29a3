/**
 * Cases that the latent hypernetworks must pass on every device, run by the Node and the GPU
 * tests.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deltaNorms, unpackAdapter } from "../../../src/engine/adapter/tensors";
import type { GeneratedAdapter } from "../../../src/engine/adapter/rows";
import type { ComputeDevice } from "../../../src/engine/device/device";
import type { EncoderStates } from "../../../src/engine/hypernetwork/encoder";
import { latent, mixStates } from "../../../src/engine/hypernetwork/latent";
import {
  createLatentNetwork,
  type LatentNetwork,
} from "../../../src/engine/hypernetwork/latentNetwork";
import type { LlamaConfig } from "../../../src/engine/base/llamaConfig";
import { loraLayout, type ProjectionSizes } from "../../../src/engine/adapter/layout";
import { readManifest } from "../../../src/formats/manifest";
import {
  floatTensor,
  readSafetensors,
  writeSafetensors,
} from "../../../src/formats/safetensors";
import { manifestContent } from "../../formats/manifestContent";
import { largestDifference } from "../difference";

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

/**
 * `readGolden` gives the bytes of a file in tests/fixtures/golden, `readA` what sessions of the
 * device read as the first group's A.
 */
export function describeHypernetworks<Opened extends ComputeDevice>(
  open: () => Promise<Opened>,
  readGolden: (name: string) => Promise<Uint8Array>,
  readA: (generated: GeneratedAdapter, device: Opened) => Promise<Float32Array>,
  names: readonly string[] = ["L", "M", "S", "L_tokens"],
): void {
  describe.each(names)("T2L-%s", (name) => {
    let device: Opened;
    let hypernetwork: LatentNetwork;
    let golden: (name: string, shape: readonly number[]) => Float32Array;

    beforeAll(async () => {
      device = await open();
      const tensors = readSafetensors(
        await readGolden(`hypernetwork_${name}.safetensors`),
      );
      golden = (name, shape) => floatTensor(tensors, name, shape);
      hypernetwork = await createLatentNetwork(
        latentManifest(goldenManifest(name)),
        goldenWeights(tensors),
        TINY_BASE,
        device,
      );
    });
    afterAll(async () => {
      await hypernetwork.dispose();
      device.dispose();
    });

    it("gives PyTorch's A and B for every layer and module", async () => {
      for (let task = 0; task < 2; task++) {
        const { packed } = await hypernetwork.generate(goldenDescription(task));
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

    /** The golden file's description: two tasks of one vector, or of 5 tokens each. */
    function goldenDescription(task: number): EncoderStates {
      const tokens = name.endsWith("tokens") ? 5 : 1;
      const values = golden(
        tokens === 1 ? "description_vector" : "description_tokens",
        tokens === 1 ? [2, 12] : [2, 5, 12],
      );
      const own = values.slice(12 * tokens * task, 12 * tokens * (task + 1));
      return {
        vector: own,
        tokens: own,
        tokenBias: new Float32Array(tokens),
      };
    }

    it("reads two descriptions at once as their shares say", async () => {
      const [first, second] = [constant(0.4), constant(-0.7)];
      const mixed = (position: number) =>
        hypernetwork.generate(mixStates(first, second, position));
      const A = async (generated: Promise<GeneratedAdapter>) =>
        (await generated).packed.groups[0]!.A;
      const left = await A(hypernetwork.generate(mixStates(first, first, 0.5)));
      const right = await A(hypernetwork.generate(mixStates(second, second, 0.5)));
      expect(largestDifference(await A(mixed(0)), left)).toBeLessThan(TOLERANCE);
      expect(largestDifference(await A(mixed(1)), right)).toBeLessThan(TOLERANCE);
      expect(largestDifference(await A(mixed(0.5)), left)).toBeGreaterThan(TOLERANCE);
    });

    it("writes zeros outside each module's block of B", async () => {
      const { packed } = await hypernetwork.generate(constant(0.3));
      const { B } = packed.groups[0]!;
      // [3 layers, 2 modules x rank 4, 24 q + 8 k + 8 v]
      B.forEach((value, index) => {
        const column = index % 40;
        const ofQuery = Math.floor(index / 40) % 8 < 4;
        const inside = ofQuery ? column < 24 : column >= 32;
        if (!inside) expect(value).toBe(0);
      });
      expect(
        deltaNorms(unpackAdapter(packed), 1).flatMap((norm) => norm.perLayer),
      ).toSatisfy(
        (norms: number[]) => norms.length === 6 && norms.every((norm) => norm > 0),
      );
    });

    it("keeps adapters apart: a later one does not change an earlier one", async () => {
      const first = await hypernetwork.generate(constant(0.1));
      const before = first.packed.groups[0]!.A.slice();
      const second = await hypernetwork.generate(constant(-0.9));
      expect(first.packed.groups[0]!.A).toEqual(before);
      expect(second.packed.groups[0]!.A).not.toEqual(before);
      expect(await readA(first, device)).toEqual(before);
      first.dispose();
      second.dispose();
    });
  });
}

/** Manifest of a latent hypernetwork, from its JSON content. */
export function latentManifest(content: unknown) {
  return readManifest(JSON.stringify(content), (_, manifest) =>
    latent.readManifest(manifest),
  );
}

/** Every value of the vector, or of two tokens' states, is the same. */
function constant(value: number): EncoderStates {
  return {
    vector: new Float32Array(12).fill(value),
    tokens: new Float32Array(24).fill(value),
    tokenBias: new Float32Array(2),
  };
}

/** "L", "M" and "S" read a vector, "L_tokens" attends to token states. */
function goldenManifest(name: string) {
  const content = manifestContent({ variant: name.charAt(0) });
  const { id, sha256, dimension } = content.encoder;
  const attention = { pooling: "attention", heads: 8, head_size: 32 };
  return name.endsWith("tokens")
    ? { ...content, encoder: { id, sha256, dimension, ...attention } }
    : content;
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
