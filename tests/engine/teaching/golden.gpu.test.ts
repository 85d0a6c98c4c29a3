import golden from "../../fixtures/golden/lesson.json";
import { openSharedGpu } from "../device/sharedGpu";
import { goldenFile } from "../golden";
import { describeGoldenLesson } from "./goldenCases";

describeGoldenLesson(openSharedGpu, async () => ({
  golden,
  gguf: await goldenFile("lesson.gguf"),
  safetensors: await goldenFile("lesson.safetensors"),
}));
