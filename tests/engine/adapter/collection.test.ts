import { describe, expect, it } from "vitest";
import { deltaNorms, restrict, unpackAdapter } from "../../../src/engine/adapter/tensors";
import { formOfManifest } from "../../../src/engine/adapter/form";
import { AdapterCollection } from "../../../src/engine/adapter/collection";
import {
  type GeneratedAdapter,
  inMemory,
  type PlacedAdapter,
} from "../../../src/engine/adapter/rows";
import { loraLayout } from "../../../src/engine/adapter/layout";
import { unzip } from "../../../src/formats/lora/archive";
import {
  type BaseModelRecord,
  DEFAULT_MODELS,
  MODELS,
  recordOf,
} from "../../../src/shared/models";
import { readCheckpointManifest } from "../../../src/engine/hypernetwork/kinds";
import { NEW_BASE } from "../../newBase";
import { manifestContent } from "../../formats/manifestContent";
import { TINY_SIZES } from "../hypernetwork/latentCases";
import { toyAdapter } from "../base/toyModel";

const layout = loraLayout(3, TINY_SIZES, ["q_proj", "v_proj"]);
const TIMINGS = { encodeMs: 3, generateMs: 5 };

/** A model that only counts what it holds. */
function countingParts(
  base = recordOf(MODELS, "base", DEFAULT_MODELS.base),
  ofGraph = layout,
) {
  const held = { count: 0 };
  const languageModel = {
    config: {
      architecture: "llama",
      heads: 2,
      kvHeads: 1,
      hasInterleavedRows: true,
      projections: TINY_SIZES,
    },
    layout: ofGraph,
    placeAdapter: ({ packed }: GeneratedAdapter): PlacedAdapter => {
      held.count += 1;
      return { packed, dispose: () => (held.count -= 1) };
    },
  };
  const form = formOfManifest(readCheckpointManifest(JSON.stringify(manifestContent())));
  const records = { base };
  return { held, parts: { languageModel, form, records } };
}

async function collectionOf(seeds: readonly number[], base?: BaseModelRecord) {
  const { held, parts } = countingParts(base);
  const adapters = new AdapterCollection();
  const summaries = [];
  for (const seed of seeds) {
    const packed = toyAdapter(layout, 4, seed);
    const source = { description: `task ${seed}`, blend: null };
    summaries.push(await adapters.add(parts, source, inMemory(packed), TIMINGS));
  }
  return { held, parts, adapters, summaries };
}

describe("the adapters made so far", () => {
  it("are described by their numbers", async () => {
    const { summaries } = await collectionOf([3, 3, 4]);
    const [first, again, other] = summaries;
    expect(first).toMatchObject({
      description: "task 3",
      hypernetworkId: "toy-t2l-l-sft",
      rank: 4,
      lowerRanks: [],
      scaling: 4,
      parameters: 3 * 4 * (24 + 24 + 24 + 8),
      timings: TIMINGS,
    });
    expect(again!.id).not.toBe(first!.id);
    expect(again!.checksum).toBe(first!.checksum);
    expect(other!.checksum).not.toBe(first!.checksum);
    expect(first!.norms.map(({ perLayer }) => perLayer.length)).toEqual([3, 3]);
  });

  it("name the modules whose rank is lower than that of others", async () => {
    const targetModules = ["q_proj", "v_proj", "o_proj"];
    const wide = loraLayout(3, TINY_SIZES, targetModules);
    const { parts } = countingParts(undefined, wide);
    const groups = [4, 2].map((rank, index) => toyAdapter(wide, rank, 1).groups[index]!);
    const source = { description: "unequal", blend: null };
    const generated = inMemory({ layout: wide, groups });
    const host = { ...parts, form: { ...parts.form, targetModules } };
    const summary = await new AdapterCollection().add(host, source, generated, TIMINGS);
    expect(summary).toMatchObject({
      rank: 4,
      lowerRanks: [{ module: "o_proj", rank: 2 }],
      parameters: 3 * (4 * (24 + 24 + 24 + 8) + 2 * (24 + 24)),
    });
  });

  it("are uploaded again after the device was lost, and only then", async () => {
    const { held, parts, adapters, summaries } = await collectionOf([1, 2]);
    expect(held.count).toBe(2);
    adapters.forgetPlaces();
    expect(held.count).toBe(0);
    const { id } = summaries[1]!;
    const { adapter, scaling } = adapters.place(parts, id);
    expect(adapters.place(parts, id).adapter).toBe(adapter);
    expect(held.count).toBe(1);
    expect(scaling).toBe(4);
  });

  it("are gone once released", async () => {
    const { held, parts, adapters, summaries } = await collectionOf([1]);
    const { id } = summaries[0]!;
    adapters.release(id);
    adapters.release(id);
    expect(held.count).toBe(0);
    expect(() => adapters.place(parts, id)).toThrow(
      expect.objectContaining({ code: "bad-input" }),
    );
    await expect(adapters.export(id, { strength: 1, scope: null })).rejects.toMatchObject(
      {
        code: "bad-input",
      },
    );
  });

  it("are exported as an uncompressed .zip with the strength in lora_alpha", async () => {
    const { adapters, summaries } = await collectionOf([1]);
    const { id, checksum } = summaries[0]!;
    const { name, mediaType, bytes } = await adapters.export(id, {
      strength: 0.25,
      scope: null,
    });
    expect(name).toBe(`adapter-${checksum.slice(0, 8)}.zip`);
    expect(mediaType).toBe("application/zip");
    const text = new TextDecoder("latin1").decode(bytes);
    expect(text.startsWith("PK\x03\x04")).toBe(true);
    const entries = await unzip(bytes, () => true);
    expect(entries.map((entry) => entry.name).sort()).toEqual([
      "README.md",
      "adapter_config.json",
      "adapter_model.safetensors",
    ]);
    // Alpha 8 over the root of rank 4, at a quarter of the strength: a factor of 1, as 4 over 4 is.
    expect(text).toContain('"lora_alpha": 4,');
    expect(text).toContain("model.layers.2.self_attn.v_proj.lora_B.weight");
  });

  it("are exported for the base model that they were made for, as its record says", async () => {
    const { adapters, summaries } = await collectionOf([1], NEW_BASE);
    const { id } = summaries[0]!;
    const { bytes } = await adapters.export(id, { strength: 1, scope: null });
    const text = new TextDecoder("latin1").decode(bytes);
    expect(text).toContain('"base_model_name_or_path": "owner/Mouse-3M-Chat"');
    expect(text).toContain('from_pretrained("owner/Mouse-3M-Chat")');
    expect(text).toContain("# Squeak as the adapter was trained with it.");
    expect(text).toContain("weights as its Q8_0 file holds them");
    expect(text).not.toMatch(/SmolLM2|ChatML|Q4_1/);
  });

  it("are exported with a zero B outside the scope", () => {
    const tensors = unpackAdapter(toyAdapter(layout, 4, 1));
    const scope = { modules: ["v_proj"], firstLayer: 1, lastLayer: 2 };
    const norms = deltaNorms(restrict(tensors, scope), 1);
    const whole = deltaNorms(tensors, 1);
    expect(norms.find(({ module }) => module === "q_proj")!.perLayer).toEqual([0, 0, 0]);
    const ofValue = whole.find(({ module }) => module === "v_proj")!.perLayer;
    expect(norms.find(({ module }) => module === "v_proj")!.perLayer).toEqual([
      0,
      ofValue[1],
      ofValue[2],
    ]);
    expect(restrict(tensors, null)).toEqual(tensors);
  });
});
