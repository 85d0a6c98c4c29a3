import { openSharedGpu, readFirstA } from "../device/sharedGpu";
import { goldenFile } from "../golden";
import { describeHypernetworks } from "./latentCases";

describeHypernetworks(openSharedGpu, goldenFile, readFirstA);
