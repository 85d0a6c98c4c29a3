import { expect, it } from "vitest";
import { openDevice } from "../../../src/engine/device/devices";
import { GraphBuilder } from "../../../src/engine/device/graph";
import { configureRuntime } from "../../../src/engine/device/runtime";

it("names what kept the runtime from starting whenever a session is created", async () => {
  const files = {
    mjs: "file:///nowhere/runtime.mjs",
    wasm: "file:///nowhere/runtime.wasm",
  };
  configureRuntime({ threads: 1, files });
  const device = await openDevice("wasm");
  const builder = new GraphBuilder("copy");
  builder.operator("Identity", [builder.input("x", "float32", [1])], { outputs: ["y"] });
  builder.output("y", "float32", [1]);
  const graph = builder.finish();
  await expect(device.createSession(graph)).rejects.toThrow(/nowhere/);
  await expect(device.createSession(graph)).rejects.toThrow(/nowhere/);
});
