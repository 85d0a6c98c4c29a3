import { describe } from "vitest";
import { describeOwnBases } from "./loadingCases";

describe("on WebGPU", () =>
  describeOwnBases("webgpu", { kinds: ["llama"], teaches: false }));
