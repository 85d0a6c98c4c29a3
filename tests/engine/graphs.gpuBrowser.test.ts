/** Every graph once on a browser's WebGPU; the other cases run in Node, through Dawn. */
import { readGguf } from "../../src/formats/gguf";
import { expect, it } from "vitest";
import { TARGET_MODULES } from "../../src/engine/adapter/layout";
import { inMemory } from "../../src/engine/adapter/rows";
import { createLanguageModel } from "../../src/engine/base/languageModel";
import { openDevice } from "../../src/engine/device/devices";
import { configureRuntime } from "../../src/engine/device/runtime";
import { createEncoder } from "../../src/engine/hypernetwork/encoder";
import { referenceLogits, referenceProjections } from "./base/referenceLlama";
import { toyAdapter, toyModel, TOY } from "./base/toyModel";
import { openSharedGpu, readFirstA } from "./device/sharedGpu";
import { largestDifference } from "./difference";
import { describeHypernetworks } from "./hypernetwork/latentCases";
import { toyEncoder } from "./hypernetwork/toyEncoder";

configureRuntime({ threads: 1 });

it("gives the reference's logits, with an adapter and without, and projections", async () => {
  const file = toyModel();
  const model = await createLanguageModel(readGguf(file), {
    device: await openSharedGpu(),
    contextLength: TOY.context,
    targetModules: TARGET_MODULES,
    givesProjections: true,
  });
  const packed = toyAdapter(model.layout, 3, 8);
  const adapter = model.placeAdapter(inMemory(packed));
  const tokens = [3, 17, 42, 5];
  const batch = model.startBatch([
    { adapter: null, scale: 1 },
    { adapter, scale: 0.5 },
  ]);
  await batch.prefill([tokens, [8, 1]]);
  const [base, adapted] = await batch.step([7, 2]);
  batch.dispose();
  const reading = model.startReading({ adapter, scale: 0.5 }, TOY.context);
  const projections = await reading.project(tokens, 2);
  reading.dispose();
  adapter.dispose();
  await model.dispose();

  const expected = referenceLogits(file, [...tokens, 7], undefined);
  expectClose(base!, expected);
  expectClose(adapted!, referenceLogits(file, [8, 1, 2], { packed, scale: 0.5 }));
  const layers = referenceProjections(file, tokens, { packed, scale: 0.5 });
  expectClose(projections, layers.flatMap((layer) => layer.slice(-2)).flat());
});

it("gives WebAssembly's vector of a description", async () => {
  const onGpu = await createEncoder(toyEncoder(), await openSharedGpu());
  const onCpu = await createEncoder(toyEncoder(), await openDevice("wasm"));
  const [actual, expected] = [await onGpu.encode("sort"), await onCpu.encode("sort")];
  expect(largestDifference(actual.vector, expected.vector)).toBeLessThan(1e-4);
  await onGpu.dispose();
  await onCpu.dispose();
});

describeHypernetworks(openSharedGpu, readGolden, readFirstA, ["L_tokens"]);

async function readGolden(name: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`../fixtures/golden/${name}`, import.meta.url));
  return new Uint8Array(await response.arrayBuffer());
}

function expectClose(actual: Float32Array, expected: readonly number[]): void {
  expect(largestDifference(actual, expected)).toBeLessThan(1e-3);
}
