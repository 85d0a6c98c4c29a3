import { beforeAll } from "vitest";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import { describeGradients } from "./gradientCases";

beforeAll(() => configureRuntime({ threads: 1 }));

describeGradients(() => openDevice("wasm"), { tolerance: 1e-3 });
