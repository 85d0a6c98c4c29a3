import { expect, it } from "vitest";
import { adapterFacts } from "../../../src/engine/adapter/facts";
import { deltaNorms, unpackAdapter } from "../../../src/engine/adapter/tensors";
import { loraLayout, type PackedAdapter } from "../../../src/engine/adapter/layout";
import { TINY_SIZES } from "../hypernetwork/latentCases";
import { toyAdapter } from "../base/toyModel";

const layout = loraLayout(3, TINY_SIZES, ["v_proj", "q_proj", "down_proj"]);
const packed = toyAdapter(layout, 4, 3);
const ours = await adapterFacts(packed, 2.5);

/** A copy with every value of A and B changed. */
function changed(change: (value: number, index: number) => number): PackedAdapter {
  const groups = packed.groups.map(({ rank, A, B }) => ({
    rank,
    A: A.map(change),
    B: B.map(change),
  }));
  return { layout, groups };
}

it("has a checksum that any single bit changes", async () => {
  expect(ours.checksum).toMatch(/^[0-9a-f]{64}$/);
  const again = await adapterFacts(toyAdapter(layout, 4, 3), 1);
  expect(again.checksum).toBe(ours.checksum);
  const other = changed((value) => value);
  new Uint32Array(other.groups[1]!.B.buffer)[7]! ^= 1;
  expect((await adapterFacts(other, 2.5)).checksum).not.toBe(ours.checksum);
});

it("has a checksum that depends on the order of the groups", async () => {
  const wide = loraLayout(2, TINY_SIZES, ["o_proj", "down_proj"]);
  const same = { ...wide, groups: [wide.groups[0]!, wide.groups[0]!] };
  const [one, two] = [1, 2].map((seed) => toyAdapter(wide, 2, seed).groups[0]!);
  const forth = await adapterFacts({ layout: same, groups: [one!, two!] }, 1);
  const back = await adapterFacts({ layout: same, groups: [two!, one!] }, 1);
  expect(forth.checksum).not.toBe(back.checksum);
});

it("has a sketch that rounding hardly moves and another adapter does", async () => {
  const rounded = changed((value, index) => value * (1 + (index % 2 ? 1e-6 : -1e-6)));
  const distance = async (theirs: PackedAdapter) =>
    Math.hypot(
      ...(await adapterFacts(theirs, 1)).sketch.map(
        (value, index) => value - ours.sketch[index]!,
      ),
    ) / Math.hypot(...ours.sketch);
  expect(ours.sketch).toHaveLength(8);
  expect(await distance(rounded)).toBeLessThan(1e-4);
  expect(await distance(toyAdapter(layout, 4, 4))).toBeGreaterThan(0.1);
});

it("has the norms of all groups, with the scaling, whether a group is new or known", async () => {
  const expected = deltaNorms(unpackAdapter(packed), 2.5);
  for (const facts of [ours, await adapterFacts(packed, 2.5)]) {
    expect(facts.norms.map(({ module }) => module)).toEqual([
      "q_proj",
      "v_proj",
      "down_proj",
    ]);
    facts.norms.forEach(({ perLayer }, index) =>
      perLayer.forEach((norm, layer) =>
        expect(norm).toBeCloseTo(expected[index]!.perLayer[layer]!, 5),
      ),
    );
  }
});
