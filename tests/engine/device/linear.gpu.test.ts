import { openDevice } from "../../../src/engine/device/devices";
import golden from "../../fixtures/golden/quantization.safetensors?url";
import { describeLinearLayers } from "./linearCases";

describeLinearLayers(
  () => openDevice("webgpu"),
  async () => new Uint8Array(await (await fetch(golden)).arrayBuffer()),
);
