import { expect, it } from "vitest";
import { deltaNorms, unpackAdapter } from "../../../src/engine/adapter/tensors";
import { loraLayout } from "../../../src/engine/adapter/layout";
import { TINY_SIZES } from "../hypernetwork/latentCases";
import { toyAdapter } from "../base/toyModel";

const RANK = 4;
const layout = loraLayout(3, TINY_SIZES, ["v_proj", "q_proj", "down_proj"]);
const packed = toyAdapter(layout, RANK, 3);
const tensors = unpackAdapter(packed);

it("unpacks each module of each layer from its place in the group", () => {
  expect(tensors.map(({ layer, module }) => `${layer}.${module}`)).toEqual(
    [0, 1, 2].flatMap((layer) => [
      `${layer}.q_proj`,
      `${layer}.v_proj`,
      `${layer}.down_proj`,
    ]),
  );
  const [group] = packed.groups;
  const value = tensors.find(({ layer, module }) => layer === 2 && module === "v_proj")!;
  // A [3, 24, 2 modules x 4]: v_proj is the second module; B [3, 8, 24 + 8 + 8]: v begins at 32.
  expect(value.A[3 * 24 + 5]).toBe(group!.A[(2 * 24 + 5) * 8 + 4 + 3]);
  expect(value.B[6 * RANK + 1]).toBe(group!.B[(2 * 8 + 4 + 1) * 40 + 32 + 6]);
  expect([value.A.length, value.B.length]).toEqual([RANK * 24, 8 * RANK]);
});

it("measures ‖scaling · BA‖ as the whole product would", () => {
  const norms = deltaNorms(tensors, 2.5);
  expect(norms.map(({ module }) => module)).toEqual(["q_proj", "v_proj", "down_proj"]);
  for (const { module, layer, in: size, out, A, B } of tensors) {
    let sum = 0;
    for (let o = 0; o < out; o++) {
      for (let i = 0; i < size; i++) {
        let product = 0;
        for (let r = 0; r < RANK; r++) product += B[o * RANK + r]! * A[r * size + i]!;
        sum += (2.5 * product) ** 2;
      }
    }
    const norm = norms.find((entry) => entry.module === module)!.perLayer[layer]!;
    expect(norm).toBeCloseTo(Math.sqrt(sum), 4);
  }
});
