import { goldenFile } from "../golden";
import { describeLinearLayers } from "./linearCases";
import { openSharedGpu } from "./sharedGpu";

describeLinearLayers(openSharedGpu, () => goldenFile("quantization.safetensors"));
