import { openWebGpu } from "../../../src/engine/device/webgpu/device";
import { describeGradients } from "./gradientCases";

describeGradients(openWebGpu, { tolerance: 3e-3 });
