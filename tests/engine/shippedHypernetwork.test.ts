import { beforeAll, expect, it } from "vitest";
import { unpackAdapter } from "../../src/engine/adapterTensors";
import { createEncoder } from "../../src/engine/encoder";
import { createHypernetwork } from "../../src/engine/hypernetwork";
import { readLlamaConfig } from "../../src/engine/llamaConfig";
import { loraLayout } from "../../src/engine/loraLayout";
import { configureRuntime } from "../../src/engine/runtime";
import { readGguf } from "../../src/formats/gguf";
import { readManifest } from "../../src/formats/manifest";
import { transpose } from "../../src/engine/graph";
import { largestDifference } from "./difference";
import { goldenJson, goldenTensors, modelFile } from "./golden";

const HYPERNETWORK = "smollm2-135m-t2l-l-sft/";
const ENCODER = "all-minilm-l6-v2/";
const BASE = "smollm2-135m-instruct-q4_1/SmolLM2-135M-Instruct.Q4_1.gguf";

beforeAll(() => configureRuntime({ threads: 2 }));

it("turns a description into PyTorch's adapter, from the text to A and B", async () => {
  const text = async (path: string) => new TextDecoder().decode(await modelFile(path));
  const manifest = readManifest(await text(`${HYPERNETWORK}manifest.json`));
  const golden = (await goldenJson())["adapter"] as {
    description: string;
    layers: number[];
    sha256: string;
  };
  expect(
    manifest.weights.sha256,
    "the golden adapter is of another checkpoint: run python -m training.export_golden",
  ).toBe(golden.sha256);
  const config = readLlamaConfig(readGguf(await modelFile(BASE)));
  const layout = loraLayout(config.layers, config.projections, manifest.targetModules);
  const encoder = await createEncoder(
    {
      weights: await modelFile(`${ENCODER}model.safetensors`),
      config: await text(`${ENCODER}config.json`),
      tokenizer: await text(`${ENCODER}tokenizer.json`),
      tokenizerConfig: await text(`${ENCODER}tokenizer_config.json`),
    },
    { device: "wasm" },
  );
  const hypernetwork = await createHypernetwork(
    manifest,
    await modelFile(HYPERNETWORK + manifest.weights.file),
    { config, layout },
    { device: "wasm" },
  );
  const encoded = await encoder.encode(golden.description);
  const modules = unpackAdapter((await hypernetwork.generate(encoded)).packed);
  await encoder.dispose();
  await hypernetwork.dispose();

  const expected = await goldenTensors("adapter.safetensors");
  for (const layer of golden.layers) {
    for (const module of manifest.targetModules) {
      const ours = modules.find((one) => one.layer === layer && one.module === module)!;
      const A = expected(`A.${module}.${layer}`);
      const B = transpose(expected(`B.${module}.${layer}`), manifest.rank, ours.out);
      expect(largestDifference(ours.A, A)).toBeLessThan(1e-4);
      expect(largestDifference(ours.B, B)).toBeLessThan(1e-4);
    }
  }
});
