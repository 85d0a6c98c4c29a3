import { describe, expect, it, test } from "vitest";
import { deltaNorms, unpackAdapter } from "../../../src/engine/adapter/tensors";
import { addAdapters } from "../../../src/engine/hypernetwork/blending";
import { cosine, deltaSketch, meanSketch } from "../../../src/engine/adapter/deltaSketch";
import {
  compareAdapters,
  compareWith,
  makeReference,
} from "../../../src/engine/hypernetwork/inspection";
import { loraLayout } from "../../../src/engine/adapter/layout";
import { singularValues } from "../../../src/engine/adapter/singularValues";
import { TINY_SIZES } from "./latentCases";
import { toyAdapter } from "../base/toyModel";

const SIZES = Object.fromEntries(
  Object.entries(TINY_SIZES).map(([name, size]) => [
    name,
    { in: 8 * size.in, out: 8 * size.out },
  ]),
) as typeof TINY_SIZES;
const layout = loraLayout(3, SIZES, ["q_proj", "v_proj"]);
const tensorsOf = (seed: number) => unpackAdapter(toyAdapter(layout, 4, seed));

/** BA of every module in full, one after another. */
function products(packed: ReturnType<typeof toyAdapter>): Float32Array {
  const values = unpackAdapter(packed).flatMap(({ rank, A, B, in: size, out }) =>
    Array.from({ length: out * size }, (_, index) => {
      const [o, i] = [Math.floor(index / size), index % size];
      let sum = 0;
      for (let r = 0; r < rank; r++) sum += B[o * rank + r]! * A[r * size + i]!;
      return sum;
    }),
  );
  return Float32Array.from(values);
}

describe("singular values", () => {
  it("are those of B A: their squares add up to the squared norm", () => {
    const tensors = tensorsOf(3);
    const norms = deltaNorms(tensors, 2);
    singularValues(tensors, 2).forEach(({ module, perLayer }, index) => {
      expect(module).toBe(norms[index]!.module);
      perLayer.forEach((values, layer) => {
        expect(values).toHaveLength(4);
        expect(values).toEqual(values.toSorted((a, b) => b - a));
        expect(Math.hypot(...values) / norms[index]!.perLayer[layer]!).toBeCloseTo(1, 5);
      });
    });
  });

  it("are exact for a product known beforehand", () => {
    // A = diag(3, 1) and B = diag(2, 5) padded: BA = diag(6, 5).
    const A = Float32Array.of(3, 0, 0, 0, 1, 0);
    const B = Float32Array.of(2, 0, 0, 5, 0, 0);
    const tensor = { module: "q_proj", layer: 0, rank: 2, in: 3, out: 3, A, B } as const;
    const { perLayer } = singularValues([tensor], 10)[0]!;
    expect(perLayer[0]![0]).toBeCloseTo(60, 6);
    expect(perLayer[0]![1]).toBeCloseTo(50, 6);
  });

  it("of an adapter of lower rank than it could have end in zeros", () => {
    const one = toyAdapter(layout, 4, 3);
    const doubled = unpackAdapter(addAdapters(one, one, 0.5));
    const [first] = singularValues(doubled, 1);
    const [single] = singularValues(unpackAdapter(one), 1);
    const values = first!.perLayer[0]!;
    expect(values.slice(4).every((value) => value < 1e-3 * values[0]!)).toBe(true);
    expect(values[0]).toBeCloseTo(single!.perLayer[0]![0]!, 4);
  });
});

describe("sketches of B A", () => {
  const adapters = [1, 2, 3].map((seed) => toyAdapter(layout, 4, seed));
  const near = addAdapters(adapters[0]!, adapters[1]!, 0.3);
  const sketchOf = (packed: typeof near) => deltaSketch(unpackAdapter(packed));

  it("tell the cosine between two adapters, whatever their ranks", () => {
    const exact = cosine(products(near), products(adapters[0]!));
    expect(exact).toBeGreaterThan(0.8);
    expect(cosine(sketchOf(near), sketchOf(adapters[0]!))).toBeCloseTo(exact, 1);
    expect(Math.abs(cosine(sketchOf(adapters[0]!), sketchOf(adapters[2]!)))).toBeLessThan(
      0.1,
    );
    expect(cosine(sketchOf(near), sketchOf(near))).toBeCloseTo(1, 6);
  });

  it("average as the adapters themselves do", () => {
    const sum = addAdapters(adapters[0]!, adapters[1]!, 0.5);
    const { mean, cosines } = meanSketch(adapters.slice(0, 2).map(sketchOf));
    expect(cosine(mean, sketchOf(sum))).toBeCloseTo(1, 5);
    // Each is compared with the mean of the others, here with the other one.
    const between = cosine(sketchOf(adapters[0]!), sketchOf(adapters[1]!));
    expect(cosines[0]).toBeCloseTo(between, 5);
    expect(cosines[1]).toBeCloseTo(between, 5);
  });
});

test("an adapter that does nothing is like none", () => {
  const tensors = tensorsOf(1).map((tensor) => ({
    ...tensor,
    B: new Float32Array(tensor.B.length),
  }));
  expect(cosine(deltaSketch(tensors), deltaSketch(tensorsOf(1)))).toBe(0);
  expect(singularValues(tensors, 1)[0]!.perLayer[0]).toEqual([0, 0, 0, 0]);
});

test("what all adapters share makes no two of them alike", async () => {
  const common = toyAdapter(layout, 4, 50);
  const about = (seed: number) => addAdapters(common, toyAdapter(layout, 4, seed), 0.2);
  const descriptions = [1, 2, 3, 4, 5, 6, 7, 8].map(String);
  const file = {
    tasks: descriptions.map((description) => ({ description })),
  } as Parameters<typeof makeReference>[0];
  // The gibberish that comes beside the tasks has no number: another seed.
  const reference = await makeReference(file, async (description) =>
    about(Number(description) || 60),
  );
  const reworded = addAdapters(about(20), about(21), 0.2);
  const [same, near, other] = compareAdapters(reference, about(20), [
    about(20),
    reworded,
    about(30),
  ]);
  expect(compareWith(reference, about(30)).adapter).toBeGreaterThan(0.9);
  expect(same).toBeCloseTo(1, 5);
  expect(near).toBeGreaterThan(0.9);
  expect(Math.abs(other!)).toBeLessThan(0.3);
});
