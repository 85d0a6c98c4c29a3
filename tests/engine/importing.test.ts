/** Adapters out of the whole engine and in again, in every format that is read. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngine } from "../../src/engine/engine";
import { readGguf } from "../../src/formats/gguf";
import type { AdapterFormat, AdapterSummary, GivenFile } from "../../src/shared/adapter";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors";
import type { ColumnRequest } from "../../src/shared/chat";
import { GREEDY } from "../../src/shared/sampler";
import { TOY_LOAD, TOY_REGISTRY, toySite } from "./toySite";
import { LESSON_SETTINGS } from "../lessonSettings";

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

async function answers(
  adapterIds: readonly (string | null)[],
  how: Partial<ColumnRequest> = {},
): Promise<string[]> {
  const columns = adapterIds.map((adapterId, index) => ({
    id: String(index),
    messages: [{ role: "user" as const, content: "hi" }],
    adapterId,
    strength: 1,
    ...how,
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

test("strength, scope, inspector and lessons take an imported adapter like a generated one", async () => {
  const { id, checksum } = await engine.importAdapter([await exported("peft")]);
  const scope = { modules: [made.targetModules[0]!], firstLayer: 0, lastLayer: 0 };
  for (const how of [{ strength: 3 }, { strength: -2 }, { strength: 1, scope }]) {
    const [own, again] = await answers([made.id, id], how);
    expect(again, JSON.stringify(how)).toBe(own);
  }
  const [alone, off] = await answers([null, id], { strength: 0 });
  expect(off).toBe(alone);

  const [own, theirs] = [
    await engine.singularValues(made.id),
    await engine.singularValues(id),
  ];
  const flat = (found: typeof own) =>
    (JSON.stringify(found).match(/-?\d+(\.\d+)?(e-?\d+)?/gu) ?? []).map(Number);
  expect(flat(theirs)).toHaveLength(flat(own).length);
  flat(theirs).forEach((value, index) => expect(value).toBeCloseTo(flat(own)[index]!, 3));

  const taught = await engine.teach(
    {
      start: { kind: "adapter", adapterId: id },
      examples: [{ input: "a", output: "b" }],
      heldOut: [],
      settings: { ...LESSON_SETTINGS, steps: 1 },
    },
    () => {},
  );
  expect(taught).toMatchObject({ hypernetworkId: null, rank: made.rank });
  expect(taught.imported?.name).toBeDefined();
  expect(taught.checksum).not.toBe(checksum);
});

test("an imported adapter is kept by its numbers and put back, whatever is loaded by then", async () => {
  const back = await engine.importAdapter([await exported("peft")]);
  const saved = await engine.saveAdapter(back.id);
  const [before] = await answers([back.id]);
  const alone = { ...TOY_LOAD, hypernetworkId: null, encoderId: null };
  for (const load of [TOY_LOAD, alone]) {
    await engine.load(load, () => {});
    const restored = await engine.restoreAdapter(saved);
    const { id, checksum, scaling, norms, imported } = restored;
    expect({ checksum, scaling, norms, imported }).toEqual({
      checksum: back.checksum,
      scaling: back.scaling,
      norms: back.norms,
      imported: back.imported,
    });
    const [after] = await answers([id]);
    expect(after).toBe(before);
  }
  // The one that was read before waits in the layout of that time, and is laid out anew.
  const [waited] = await answers([back.id]);
  expect(waited).toBe(before);
  const again = await engine.importAdapter([await exported("peft")]);
  expect(again.checksum).toBe(back.checksum);
  await engine.load(TOY_LOAD, () => {});
});

test("modules that an adapter lacks stay out of its facts and of what is exported", async () => {
  const { bytes } = await engine.exportAdapter(made.id, 1);
  const { unzip } = await import("../../src/formats/lora/archive");
  const files = await unzip(bytes, (name) => !name.endsWith(".md"));
  const weights = files.find(({ name }) => name.endsWith(".safetensors"))!;
  const tensors = readSafetensors(weights.bytes);
  const [first] = made.targetModules;
  const own = [...tensors].filter(([name]) => name.includes(`.${first}.`));
  expect(own.length).toBeLessThan(tensors.size);
  weights.bytes = writeSafetensors(
    own.map(([name, { shape, bytes: values }]) => ({
      name,
      shape,
      values: new Float32Array(new Uint8Array(values).buffer),
    })),
  );
  const back = await engine.importAdapter(files);
  expect(back.targetModules).toEqual([first]);
  expect(back.imported?.modules).toEqual([first]);
  expect(back.norms.map(({ module }) => module)).toEqual([first]);
  const again = await unzip((await engine.exportAdapter(back.id, 1)).bytes, () => true);
  const exportedWeights = again.find(({ name }) => name.endsWith(".safetensors"))!;
  const names = [...readSafetensors(exportedWeights.bytes).keys()];
  expect(names.toSorted()).toEqual(own.map(([name]) => name).toSorted());
});

test("an .onnx_adapter cannot be read back, and nothing changes", async () => {
  await expect(engine.importAdapter([await exported("onnx")])).rejects.toMatchObject({
    failure: { code: "bad-adapter", fault: { kind: "nothing-found" } },
  });
  expect(await answers([made.id])).toHaveLength(1);
});

test.each(["merged-f16", "merged-q8_0"] as const)(
  "the whole model with the adapter inside is as large as was said (%s)",
  async (format) => {
    const { unzip } = await import("../../src/formats/lora/archive");
    const files = await unzip((await exported(format)).bytes, () => true);
    const [model, modelfile, readme] = files;
    const type = format === "merged-f16" ? "F16" : "Q8_0";
    expect(model!.name).toMatch(
      new RegExp(`-${made.checksum.slice(0, 8)}-${type}.gguf$`),
    );
    const said = (await engine.mergedBytes(made.id, 1))[format];
    expect(Math.abs(model!.bytes.byteLength - said)).toBeLessThan(1000);
    const { tensors } = readGguf(model!.bytes);
    expect(tensors.get("blk.0.attn_q.weight")!.type).toBe(type);
    const text = (file: GivenFile) => new TextDecoder().decode(file.bytes);
    expect(text(modelfile!)).toContain(`FROM ./${model!.name}\nTEMPLATE`);
    expect(text(readme!)).toContain(`llama-completion -m ${model!.name} -no-cnv`);
  },
);

test("the size said of a merged model is that of what applies of the adapter", async () => {
  const { unzip } = await import("../../src/formats/lora/archive");
  const [first] = made.targetModules;
  const scope = { modules: [first!], firstLayer: 0, lastLayer: 0 };
  const cases = [
    [1, null],
    [1, scope],
    [0, null],
  ] as const;
  const sizes: number[] = [];
  for (const [strength, part] of cases) {
    const { bytes } = await engine.exportAdapter(made.id, strength, part, {
      format: "merged-f16",
    });
    const [model] = await unzip(bytes, () => true);
    const said = (await engine.mergedBytes(made.id, strength, part))["merged-f16"];
    expect(Math.abs(model!.bytes.byteLength - said)).toBeLessThan(1000);
    sizes.push(said);
  }
  expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
  expect(new Set(sizes).size).toBe(3);
});

test("the model card goes along", async () => {
  const { bytes } = await exported("gguf", "# A card");
  const text = new TextDecoder("latin1").decode(bytes);
  expect(text).toContain("MODEL_CARD.md");
  expect(text).toContain("# A card");
});
