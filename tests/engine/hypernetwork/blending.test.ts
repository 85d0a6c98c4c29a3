import { expect, test } from "vitest";
import { unpackAdapter } from "../../../src/engine/adapter/tensors";
import { addAdapters, addLater } from "../../../src/engine/hypernetwork/blending";
import { generateFrom } from "../../../src/engine/hypernetwork/generation";
import { mixStates } from "../../../src/engine/hypernetwork/latent";
import { loraLayout } from "../../../src/engine/adapter/layout";
import { TINY_SIZES } from "./latentCases";
import { toyAdapter } from "../base/toyModel";

const layout = loraLayout(2, TINY_SIZES, ["q_proj", "v_proj", "down_proj"]);
const first = toyAdapter(layout, 4, 1);
const second = toyAdapter(layout, 3, 2);

function described(...values: number[]) {
  return {
    vector: Float32Array.from(values),
    tokens: Float32Array.from([...values, ...values]),
    tokenBias: new Float32Array(2),
  };
}

test.each([
  ["of one scaling", addAdapters(first, second, 0.25), 0.25],
  ["of two, in the first's", addLater(first, second, 0.25, [4, 2]), 0.125],
])("the sum of two adapters %s is exact, of both ranks together", (_, sum, share) => {
  expect(sum.groups.map(({ rank }) => rank)).toEqual(sum.groups.map(() => 7));
  const [sums, ones, twos] = [sum, first, second].map(unpackAdapter);
  sums!.forEach((tensor, index) => {
    const one = ones![index]!;
    const two = twos![index]!;
    expect([tensor.module, tensor.layer]).toEqual([one.module, one.layer]);
    for (let o = 0; o < tensor.out; o++) {
      for (let i = 0; i < tensor.in; i++) {
        const at = ({ A, B, in: size }: typeof tensor, rank: number) => {
          let value = 0;
          for (let r = 0; r < rank; r++) value += B[o * rank + r]! * A[r * size + i]!;
          return value;
        };
        const expected = 0.75 * at(one, 4) + share * at(two, 3);
        expect(at(tensor, 7)).toBeCloseTo(expected, 5);
      }
    }
  });
});

test("where adapters have A in common, ranks stay as they are", () => {
  const [one, two] = [first, toyAdapter(first.layout, 4, 2)];
  const groups = two.groups.map((group, index) => ({
    ...group,
    A: one.groups[index]!.A,
  }));
  const groupInCommon = [one.groups[0]!, ...groups.slice(1)];
  const sum = addAdapters(one, { ...two, groups }, 0.25);
  expect(sum.groups.map(({ rank }) => rank)).toEqual(groups.map(() => 4));
  sum.groups.forEach(({ A, B }, index) => {
    expect(A).toBe(one.groups[index]!.A);
    const [left, right] = [one.groups[index]!.B, groups[index]!.B];
    B.forEach((value, at) =>
      expect(value).toBeCloseTo(0.75 * left[at]! + 0.25 * right[at]!, 5),
    );
  });
  const kept = addAdapters(one, { ...two, groups: groupInCommon }, 0.25);
  expect(kept.groups[0]).toBe(one.groups[0]);
});

test("mixed descriptions end at either one and stay of length 1 between", () => {
  const left = described(1, 0);
  const right = described(0, 1);
  expect(mixStates(left, right, 0).vector).toEqual(left.vector);
  expect(mixStates(left, right, 1).vector).toEqual(right.vector);
  const { vector, tokens, tokenBias } = mixStates(left, right, 0.5);
  expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
  expect(tokens).toHaveLength(8);
  expect(tokenBias.every((bias) => Math.abs(bias - Math.log(0.5)) < 1e-6)).toBe(true);
  const atStart = mixStates(left, right, 0).tokenBias;
  expect(Math.exp(atStart[2]!)).toBe(0);
});

test("descriptions of any length can be mixed", () => {
  const long = { ...described(1, 0), tokens: new Float32Array(256 * 384) };
  expect(mixStates(long, long, 0.5).tokens).toHaveLength(2 * 256 * 384);
});

test("a blend outside 0 to 1 is refused, and stopping ends it between two steps", async () => {
  let held = 0;
  const parts = {
    read: async () => described(1, 0),
    mix: mixStates,
    generate: async () => {
      held += 1;
      return { packed: first, dispose: () => (held -= 1) };
    },
  } as unknown as Parameters<typeof generateFrom>[0];
  const blend = { description: "b", position: 1.5, space: "weights" } as const;
  await expect(generateFrom(parts, "a", blend)).rejects.toMatchObject({
    code: "bad-input",
  });
  const stopped = generateFrom(
    parts,
    "a",
    { ...blend, position: 0.5 },
    AbortSignal.abort(),
  );
  await expect(stopped).rejects.toMatchObject({ code: "aborted" });
  const { generated } = await generateFrom(parts, "a", { ...blend, position: 0.5 });
  expect(generated.packed.groups).toEqual(first.groups);
  // Neither of the two adapters is left on the device.
  expect(held).toBe(0);
});
