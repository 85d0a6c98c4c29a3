import { beforeAll } from "vitest";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import { goldenFile } from "../golden";
import { describeLinearLayers } from "./linearCases";

beforeAll(() => configureRuntime({ threads: 1 }));

describeLinearLayers(
  () => openDevice("wasm"),
  () => goldenFile("quantization.safetensors"),
);
