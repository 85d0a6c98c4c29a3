import { describe, expect, it } from "vitest";
import { packImported } from "../../../src/engine/adapter/imported";
import { type LoraLayout, loraLayout } from "../../../src/engine/adapter/layout";
import { unpackAdapter } from "../../../src/engine/adapter/tensors";
import type { AdapterModule } from "../../../src/formats/lora/adapter";
import { randomStream } from "../../../src/shared/random";
import { TINY_SIZES } from "../hypernetwork/latentCases";

const LAYERS = 2;
const MODULES = ["q_proj", "k_proj", "v_proj", "down_proj"];

function module(
  name: keyof typeof TINY_SIZES,
  layer: number,
  rank: number,
): AdapterModule {
  const { in: size, out } = TINY_SIZES[name];
  const random = randomStream(100 * layer + rank + name.charCodeAt(0));
  const values = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
  return {
    module: name,
    layer,
    rank,
    in: size,
    out,
    A: values(rank * size),
    B: values(out * rank),
  };
}

function pack(modules: readonly AdapterModule[], layout: LoraLayout, scaling = 1) {
  return packImported(modules, { layout, projections: TINY_SIZES, base: "Toy" }, scaling);
}

/** BA `[out, in]` of every module and layer that is not 0 throughout. */
function products(modules: readonly AdapterModule[], scaling = 1) {
  const found = modules.map(({ module: name, layer, rank, in: size, out, A, B }) => {
    const product = Array.from({ length: out * size }, (_, index) => {
      const [o, i] = [Math.floor(index / size), index % size];
      let sum = 0;
      for (let r = 0; r < rank; r++) sum += B[o * rank + r]! * A[r * size + i]!;
      return scaling * sum;
    });
    return { place: `${layer} ${name}`, product };
  });
  return new Map(
    found
      .filter(({ product }) => product.some((value) => value !== 0))
      .map(({ place, product }) => [place, product.map((value) => value.toFixed(5))]),
  );
}

/** Unequal ranks, k and the second layer's down_proj missing. */
const UNEVEN = [
  module("q_proj", 0, 4),
  module("v_proj", 0, 1),
  module("q_proj", 1, 2),
  module("v_proj", 1, 3),
  module("down_proj", 0, 2),
];

describe("an adapter from elsewhere", () => {
  it.each([
    ["side by side", false, 4],
    ["one behind the other, where the modules of a group share an A", true, 5],
  ])("keeps its products with unequal ranks %s", (_, sharesA, rank) => {
    const layout = loraLayout(LAYERS, TINY_SIZES, MODULES, sharesA);
    const packed = pack(UNEVEN, layout, 4);
    expect(packed.groups[0]!.rank).toBe(rank);
    expect(products(unpackAdapter(packed), 4)).toEqual(products(UNEVEN));
  });

  it("shares its A where it can", () => {
    const query = module("q_proj", 0, 3);
    const modules = [query, { ...module("v_proj", 0, 3), A: query.A }];
    const layout = loraLayout(LAYERS, TINY_SIZES, MODULES, true);
    const packed = pack(modules, layout);
    expect(packed.groups[0]!.rank).toBe(3);
    expect(products(unpackAdapter(packed))).toEqual(products(modules));
  });

  it("of another base model is refused, with how many tensors fit", () => {
    const wide = { ...module("v_proj", 1, 1), in: 99, A: new Float32Array(99) };
    const layout = loraLayout(LAYERS, TINY_SIZES, MODULES);
    expect(() => pack([module("q_proj", 0, 1), wide], layout)).toThrow(
      expect.objectContaining({
        failure: {
          code: "bad-adapter",
          fault: {
            kind: "other-shapes",
            base: "Toy",
            fits: 3,
            count: 4,
            tensor: "layers.1.v_proj.lora_A",
            shape: "1 × 99",
            expected: `1 × ${TINY_SIZES.v_proj.in}`,
          },
        },
      }),
    );
  });

  it("with more layers is refused", () => {
    const layout = loraLayout(LAYERS, TINY_SIZES, MODULES);
    expect(() => pack([module("q_proj", 2, 1)], layout)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({
          fault: expect.objectContaining({ fits: 0, expected: "0 – 1" }),
        }),
      }),
    );
  });

  it("that changes modules which the graph has no LoRA for is refused", () => {
    const layout = loraLayout(LAYERS, TINY_SIZES, ["q_proj"]);
    expect(() => pack([module("v_proj", 0, 1)], layout)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({
          fault: { kind: "other-modules", modules: "v_proj", possible: "q_proj" },
        }),
      }),
    );
  });
});
