/**
 * A device that is none of the engine's: float32 tables, a head and a graph in parts, a static cache.
 */
import { beforeAll } from "vitest";
import { cacheNames } from "../../../src/engine/device/cache";
import type { ComputeDevice } from "../../../src/engine/device/device";
import { openDevice } from "../../../src/engine/device/devices";
import { floatMatrix } from "../../../src/engine/device/linear";
import { graphParts } from "../../../src/engine/device/wasm/graphParts";
import { openSessionChain } from "../../../src/engine/device/wasm/sessionChain";
import { wasmLayers } from "../../../src/engine/device/wasm/linear";
import { configureRuntime, Tensor, type Feeds } from "../../../src/engine/device/runtime";
import { describeLanguageModel } from "../base/languageModelCases";

beforeAll(() => configureRuntime({ threads: 1 }));

describeLanguageModel(openThird, { tolerance: 1e-4, isExact: false });

async function openThird(): Promise<ComputeDevice> {
  const wasm = await openDevice("wasm");
  return {
    ...wasm,
    linearLayers: (builder) => ({
      ...wasmLayers(builder, 6000),
      lookUp: (table, tokens) =>
        builder.operator("Gather", [floatMatrix(builder, table), tokens]),
    }),
    createSession: (graph) =>
      openSessionChain(graphParts(graph, 1), { executionProviders: ["wasm"] }),
    caches: {
      kind: "static",
      create(shape, rows, contextLength) {
        const names = cacheNames(shape);
        const dims = [rows, shape.kvHeads, contextLength, shape.headSize];
        const length = dims.reduce((product, size) => product * size, 1);
        let past: Feeds = Object.fromEntries(
          names.map((name) => [
            name.past,
            new Tensor("float32", new Float32Array(length), dims),
          ]),
        );
        return {
          feeds: () => past,
          fetches: () => Object.fromEntries(names.map(({ present }) => [present, null])),
          accept(outputs) {
            past = Object.fromEntries(
              names.map((name) => [name.past, outputs[name.present]!]),
            );
          },
          truncate: () => {},
          dispose: () => {},
        };
      },
    },
  };
}
