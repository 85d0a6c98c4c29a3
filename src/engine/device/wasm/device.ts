/** WebAssembly: everything is in memory, so that nothing has to be placed or read back. */
import type { ComputeDevice } from "../device";
import { stackedLora, scaleInput } from "../loraInputs";
import { Session, Tensor } from "../runtime";
import { growingCache } from "./cache";
import { wasmLayers } from "./linear";

/** It is always there. */
export async function openWasm(): Promise<ComputeDevice> {
  return {
    report: { device: "wasm", name: "WebAssembly", isFallbackAdapter: false },
    lost: new Promise(() => {}),
    caches: { kind: "growing", create: growingCache },
    linearLayers: wasmLayers,
    createSession: (model) => Session.create(model, { executionProviders: ["wasm"] }),
    read: async (outputs, names) =>
      names.map((name) => outputs[name]!.data as Float32Array),
    async takeAdapter(layout, outputs, groups) {
      const values = (name: string) => outputs[name]!.data as Float32Array;
      const taken = groups.map(({ rank, A, B }) => ({
        rank,
        A: values(A),
        B: values(B),
      }));
      return { packed: { layout, groups: taken }, dispose: () => {} };
    },
    placeAdapter: (adapter) => adapter,
    loraInputs(layout, rows) {
      const feeds = scaleInput(layout, rows);
      for (const { name, dims, values } of stackedLora(layout, rows)) {
        feeds[name] = new Tensor("float32", values, dims);
      }
      return { feeds, dispose: () => {} };
    },
    dispose: () => {},
  };
}
