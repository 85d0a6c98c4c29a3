import { beforeAll } from "vitest";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import golden from "../../fixtures/golden/lesson.json";
import { goldenFile } from "../golden";
import { describeGoldenLesson } from "./goldenCases";

beforeAll(() => configureRuntime({ threads: 1 }));

describeGoldenLesson(
  () => openDevice("wasm"),
  async () => ({
    golden,
    gguf: await goldenFile("lesson.gguf"),
    safetensors: await goldenFile("lesson.safetensors"),
  }),
);
