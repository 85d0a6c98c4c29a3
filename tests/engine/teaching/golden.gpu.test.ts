import { openWebGpu } from "../../../src/engine/device/webgpu/device";
import golden from "../../fixtures/golden/lesson.json";
import gguf from "../../fixtures/golden/lesson.gguf?url";
import safetensors from "../../fixtures/golden/lesson.safetensors?url";
import { describeGoldenLesson } from "./goldenCases";

describeGoldenLesson(openWebGpu, async () => ({
  golden,
  gguf: await read(gguf),
  safetensors: await read(safetensors),
}));

async function read(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  return new Uint8Array(await response.arrayBuffer());
}
