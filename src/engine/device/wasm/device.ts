/** WebAssembly: everything is in memory, so that nothing has to be placed or read back. */
import { serialiseModel, type OnnxGraph } from "../../../formats/onnx";
import type { ComputeDevice, GraphSession } from "../device";
import { stackedLora, scaleInput } from "../loraInputs";
import { Session, startRuntime, Tensor } from "../runtime";
import { growingCache } from "./cache";
import { wasmLayers } from "./linear";

/** Graphs with more bytes of weights are opened in parts, as the memory for one is not there twice. */
const MOST_IN_ONE = 2 ** 30;
/** Bytes of weights of a part: less saves no more memory, as a layer's largest matrix has half. */
const PART_BYTES = 2 ** 26;

async function openGraph(graph: OnnxGraph): Promise<GraphSession> {
  const bytes = graph.initializers.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  const graphOptimizationLevel = graph.isFused ? "disabled" : "all";
  const options = { executionProviders: ["wasm"], graphOptimizationLevel } as const;
  if (bytes <= MOST_IN_ONE) return Session.create(serialiseModel(graph), options);
  // Most graphs do without this code.
  const { graphParts } = await import("./graphParts");
  const { openSessionChain } = await import("./sessionChain");
  // An arena a part would keep what each has needed at most.
  return openSessionChain(graphParts(graph, PART_BYTES), {
    ...options,
    enableCpuMemArena: false,
  });
}

/** Opens WebAssembly, which every browser has. */
export async function openWasm(): Promise<ComputeDevice> {
  startRuntime();
  return {
    report: { device: "wasm", name: "WebAssembly", isFallbackAdapter: false },
    lost: new Promise(() => {}),
    caches: { kind: "growing", create: growingCache },
    linearLayers: wasmLayers,
    createSession: openGraph,
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
