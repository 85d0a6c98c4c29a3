/** A description mixed into the numbers of adapters that no words make. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngine } from "../../src/engine/engine";
import type { AdapterSummary } from "../../src/shared/adapter";
import { TOY_LOAD, TOY_REGISTRY, toySettings, toySite } from "./toySite";

const SETTINGS = toySettings(3, 0.05);

const engine = createEngine({
  files: toySite(),
  runtime: { threads: 1 },
  registry: TOY_REGISTRY,
});
let words: AdapterSummary;
let other: AdapterSummary;
let taught: AdapterSummary;

beforeAll(async () => {
  await engine.load(TOY_LOAD, () => {});
  words = await engine.generateAdapter("count");
  other = await engine.generateAdapter("hi");
  taught = await engine.teach(
    {
      start: { kind: "adapter", adapterId: words.id },
      examples: [{ input: "hi", output: "count" }],
      heldOut: [],
      settings: SETTINGS,
    },
    () => {},
  );
});
afterAll(() => engine.dispose());

/** Largest difference of ‖scaling · BA‖ over modules and layers. */
function normDifference(left: AdapterSummary, right: AdapterSummary): number {
  const flat = ({ norms }: AdapterSummary) => norms.flatMap(({ perLayer }) => perLayer);
  const theirs = flat(right);
  return Math.max(...flat(left).map((norm, at) => Math.abs(norm - theirs[at]!)));
}

async function imported(): Promise<AdapterSummary> {
  const { name, bytes } = await engine.exportAdapter(taught.id, 1);
  return engine.importAdapter([{ name, bytes }]);
}

test.each(["taught", "imported"])("%s: the shares are of the weights", async (kind) => {
  const first = kind === "taught" ? taught : await imported();
  expect(normDifference(first, other)).toBeGreaterThan(0.01);
  const mix = (position: number) =>
    engine.blendAdapter(first.id, { description: "hi", position });
  expect(normDifference(await mix(0), first)).toBeLessThan(1e-4);
  expect(normDifference(await mix(1), other)).toBeLessThan(1e-4);
});

test("what was taught and mixed in is on record, and comes back with the numbers", async () => {
  const later = { description: "hi", position: 0.3 };
  const mixed = await engine.blendAdapter(taught.id, later);
  expect(mixed).toMatchObject({
    description: "count",
    lesson: taught.lesson,
    blendedWith: [later],
  });
  const again = await engine.blendAdapter(mixed.id, { ...later, position: 0.1 });
  expect(again.blendedWith).toEqual([later, { ...later, position: 0.1 }]);
  const restored = await engine.restoreAdapter(await engine.saveAdapter(mixed.id));
  const { checksum, blendedWith, lesson } = restored;
  expect({ checksum, blendedWith, lesson }).toEqual({
    checksum: mixed.checksum,
    blendedWith: mixed.blendedWith,
    lesson: mixed.lesson,
  });
});

test("a lesson goes on from the mixture", async () => {
  const mixed = await engine.blendAdapter(taught.id, {
    description: "hi",
    position: 0.5,
  });
  const further = await engine.teach(
    {
      start: { kind: "adapter", adapterId: mixed.id },
      examples: [{ input: "hi", output: "count" }],
      heldOut: [],
      settings: SETTINGS,
    },
    () => {},
  );
  expect(further).toMatchObject({
    blendedWith: mixed.blendedWith,
    lesson: { before: taught.lesson },
  });
});

test("a share beyond the two, no words and a gone adapter are refused", async () => {
  const refused = (id: string, description: string, position: number) =>
    expect(engine.blendAdapter(id, { description, position })).rejects;
  await refused(taught.id, "hi", 1.5).toMatchObject({
    failure: { code: "bad-input", fault: { kind: "blend-position" } },
  });
  await refused(taught.id, " ", 0.5).toMatchObject({ failure: { code: "bad-input" } });
  await refused("adapter-0", "hi", 0.5).toMatchObject({
    failure: { code: "bad-input", fault: { kind: "adapter-gone" } },
  });
});
