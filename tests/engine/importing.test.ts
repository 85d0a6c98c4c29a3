/** Adapters out of the whole engine and in again, in every format that is read. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngine } from "../../src/engine/engine";
import type { AdapterFormat, AdapterSummary } from "../../src/shared/adapter";
import { GREEDY } from "../../src/shared/sampler";
import { TOY_LOAD, TOY_REGISTRY, toySite } from "./toySite";

const engine = createEngine({
  files: toySite(),
  runtime: { threads: 1 },
  registry: TOY_REGISTRY,
});
let made: AdapterSummary;

beforeAll(async () => {
  await engine.load(TOY_LOAD, () => {});
  made = await engine.generateAdapter("count");
});
afterAll(() => engine.dispose());

async function exported(format: AdapterFormat, card: string | null = null) {
  const { name, bytes } = await engine.exportAdapter(made.id, 1, null, { format, card });
  return { name, bytes };
}

async function answers(adapterIds: readonly string[]): Promise<string[]> {
  const columns = adapterIds.map((adapterId, index) => ({
    id: String(index),
    messages: [{ role: "user" as const, content: "hi" }],
    adapterId,
    strength: 1,
  }));
  const results = await engine.chat(
    { columns, sampler: GREEDY, maxNewTokens: 4 },
    () => {},
  );
  return results.map(({ text }) => text);
}

test.each(["peft", "gguf"] as const)("an adapter comes back from %s", async (format) => {
  const file = await exported(format);
  const back = await engine.importAdapter([file]);
  expect(back).toMatchObject({
    description: "",
    hypernetworkId: null,
    rank: made.rank,
    imported: { name: file.name, vainPatterns: [] },
  });
  back.norms.forEach(({ module, perLayer }, index) => {
    expect(module).toBe(made.norms[index]!.module);
    perLayer.forEach((norm, layer) => {
      expect(norm).toBeCloseTo(made.norms[index]!.perLayer[layer]!, 4);
    });
  });
  const [own, again] = await answers([made.id, back.id]);
  expect(again).toBe(own);
  const { bytes } = await engine.exportAdapter(back.id, 1);
  const text = new TextDecoder("latin1").decode(bytes);
  expect(text).toContain(`Read from ${file.name}`);
});

test("an .onnx_adapter cannot be read back, and nothing changes", async () => {
  await expect(engine.importAdapter([await exported("onnx")])).rejects.toMatchObject({
    failure: { code: "bad-adapter", fault: { kind: "nothing-found" } },
  });
  expect(await answers([made.id])).toHaveLength(1);
});

test("the model card goes along", async () => {
  const { bytes } = await exported("gguf", "# A card");
  const text = new TextDecoder("latin1").decode(bytes);
  expect(text).toContain("MODEL_CARD.md");
  expect(text).toContain("# A card");
});
