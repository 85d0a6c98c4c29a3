import { openSharedGpu } from "../device/sharedGpu";
import { describeGradients } from "./gradientCases";

describeGradients(openSharedGpu, { tolerance: 3e-3 });
