import { readGguf } from "../../../src/formats/gguf";
import { describe, expect, it } from "vitest";
import { inMemory, type PlacedAdapter } from "../../../src/engine/adapter/rows";
import { GpuAdapter } from "../../../src/engine/device/webgpu/adapter";
import { WebGpuDevice } from "../../../src/engine/device/webgpu/device";
import { Gpu } from "../../../src/engine/device/webgpu/gpu";
import { createLanguageModel } from "../../../src/engine/base/languageModel";
import { openSharedGpu } from "../device/sharedGpu";
import { describeLanguageModel } from "./languageModelCases";
import { sayingInEnglish } from "../../sayingInEnglish";
import { referenceLogits } from "./referenceLlama";
import { toyAdapter, toyModel, type ToyModelOptions } from "./toyModel";

describeLanguageModel(openSharedGpu, { tolerance: 1e-3, isExact: false });

describe("a GPU whose buffers hold less than the embedding", () => {
  /** A GPU that says so, whatever it can hold. */
  async function openWithBuffersOf(bytes: number): Promise<WebGpuDevice> {
    const gpu = await Gpu.request();
    Object.defineProperty(gpu, "mostBufferBytes", { value: bytes });
    return new WebGpuDevice(gpu);
  }

  it.each<[string, ToyModelOptions]>([
    ["the head too", { embedding: "Q8_0" }],
    ["minima", { embedding: "Q5_1" }],
    ["a head of its own", { architecture: "qwen2", embedding: "Q5_0", head: "Q8_0" }],
  ])("has it in parts: %s", async (_, options) => {
    const file = toyModel({ ...options, feedForwardSize: 32 });
    const device = await openWithBuffersOf(4500);
    const model = await createLanguageModel(readGguf(file), {
      device,
      contextLength: 16,
      targetModules: [],
    });
    const batch = model.startBatch([{ adapter: null, scale: 1 }]);
    const [logits] = await batch.prefill([[1, 2, 79]]);
    const expected = referenceLogits(file, [1, 2, 79]);
    logits!.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 3));
    batch.dispose();
    await model.dispose();
    device.dispose();
  });

  it("refuses it where it has no codes to part, naming it", async () => {
    const device = await openWithBuffersOf(4500);
    const gguf = readGguf(toyModel({ embedding: "F32" }));
    const options = { device, contextLength: 16, targetModules: [] };
    await expect(createLanguageModel(gguf, options)).rejects.toThrow(
      sayingInEnglish(/token_embd\.weight has 20480 bytes.* 4500 /),
    );
    device.dispose();
  });
});

it("reads an adapter that is on the GPU already", async () => {
  const device = await openSharedGpu();
  const model = await createLanguageModel(readGguf(toyModel()), {
    device,
    contextLength: 16,
    targetModules: ["q_proj", "v_proj"],
  });
  const packed = toyAdapter(model.layout, 3, 8);
  const onGpu = packed.groups.map(({ A, B }) => ({ A: place(A), B: place(B) }));
  const nothing = {
    ...packed,
    groups: packed.groups.map(({ rank, A, B }) => ({
      rank,
      A: A.map(() => 0),
      B: B.map(() => 0),
    })),
  };
  const expected = await answer(model.placeAdapter(inMemory(packed)));
  expect(await answer(model.placeAdapter(new GpuAdapter(nothing, onGpu)))).toEqual(
    expected,
  );
  expect(await answer(model.placeAdapter(inMemory(nothing)))).not.toEqual(expected);
  await model.dispose();

  function place(values: Float32Array): GPUBuffer {
    const buffer = device.gpu.createBuffer(values.byteLength);
    device.gpu.write(buffer, values);
    return buffer;
  }

  async function answer(adapter: PlacedAdapter): Promise<Float32Array[]> {
    const batch = model.startBatch([{ adapter, scale: 1 }]);
    const logits = await batch.prefill([[1, 2, 3]]);
    batch.dispose();
    adapter.dispose();
    return logits;
  }
});
