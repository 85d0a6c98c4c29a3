import { beforeAll, describe, expect, it } from "vitest";
import { sayingInEnglish } from "../../sayingInEnglish";
import { createLatentNetwork } from "../../../src/engine/hypernetwork/latentNetwork";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import { readSafetensors, writeSafetensors } from "../../../src/formats/safetensors";
import { manifestContent } from "../../formats/manifestContent";
import { goldenFile } from "../golden";
import {
  describeHypernetworks,
  goldenWeights,
  latentManifest,
  TINY_BASE,
} from "./latentCases";

beforeAll(() => configureRuntime({ threads: 1 }));

describeHypernetworks(
  () => openDevice("wasm"),
  goldenFile,
  async ({ packed }) => packed.groups[0]!.A,
);

describe("a hypernetwork that does not fit", () => {
  const create = async (changes: Record<string, unknown>, weights?: Uint8Array) =>
    createLatentNetwork(
      latentManifest(manifestContent(changes)),
      weights ??
        goldenWeights(readSafetensors(await goldenFile("hypernetwork_L.safetensors"))),
      TINY_BASE,
      await openDevice("wasm"),
    );

  it.each<[string, Record<string, unknown>]>([
    ["with another number of layers", { layers: 30 }],
    ["with a module the model lacks", { target_modules: ["q_proj", "w_proj"] }],
    [
      "with a module the session was not built for",
      { target_modules: ["q_proj", "o_proj"] },
    ],
  ])("%s is refused", async (_, changes) => {
    await expect(create(changes)).rejects.toMatchObject({ code: "unsupported-model" });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["another rank", { rank: 16, scaling: 2 }, /heads\.q_proj\.weight/],
    ["another latent size", { latent_size: 32 }, /task_encoder\.linear\.weight/],
    [
      "a variant it is not",
      { variant: "M" },
      /output_encoder\.embedding\.weight is missing/,
    ],
  ])("weights for %s than the manifest's are refused", async (_, changes, sentence) => {
    await expect(create(changes)).rejects.toThrow(sayingInEnglish(sentence, "bad-file"));
  });

  it("an empty file is refused", async () => {
    await expect(create({}, writeSafetensors([]))).rejects.toThrow(
      sayingInEnglish(/is missing/, "bad-file"),
    );
  });
});
