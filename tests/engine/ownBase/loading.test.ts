import { describe } from "vitest";
import { describeOwnBases } from "./loadingCases";

describe("on WebAssembly", () => describeOwnBases("wasm"));
