import { readGguf } from "../../../src/formats/gguf";
import { expect, it } from "vitest";
import { inMemory, type PlacedAdapter } from "../../../src/engine/adapter/rows";
import { GpuAdapter } from "../../../src/engine/device/webgpu/adapter";
import { createLanguageModel } from "../../../src/engine/base/languageModel";
import { openSharedGpu } from "../device/sharedGpu";
import { describeLanguageModel } from "./languageModelCases";
import { toyAdapter, toyModel } from "./toyModel";

describeLanguageModel(openSharedGpu, { tolerance: 1e-3, isExact: false });

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
