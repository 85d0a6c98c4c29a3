import { goldenFile } from "../golden";
import { describeHypernetworks } from "./latentCases";

describeHypernetworks("webgpu", goldenFile);
