import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { offerDevices, openDevice } from "../../../src/engine/device/devices";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const never = () => new Promise<never>(() => {});
const device = { lost: never(), addEventListener() {}, destroy() {} };
const whole = {
  features: new Set<string>(),
  limits: { maxBufferSize: 1024 },
  info: { description: "A GPU", isFallbackAdapter: false },
  requestDevice: async (..._asked: [GPUDeviceDescriptor]) => device,
};

function withGpu(gpu: unknown): void {
  vi.stubGlobal("navigator", { gpu });
}

const withAdapter = (adapter: unknown) =>
  withGpu({ requestAdapter: async () => adapter });

async function afterSeconds<Value>(asked: Promise<Value>): Promise<Value> {
  const settled = asked.catch(() => {});
  await vi.advanceTimersByTimeAsync(5000);
  await settled;
  return asked;
}

describe("a browser with a part of WebGPU is offered WebAssembly within seconds", () => {
  it.each<[string, unknown, string]>([
    ["no WebGPU", undefined, "absent"],
    ["no adapter", { requestAdapter: async () => null }, "no-adapter"],
    ["no answer", { requestAdapter: never }, "silent"],
    ["no method", {}, "broken"],
    [
      "a method that throws at once",
      {
        requestAdapter() {
          throw new Error("no");
        },
      },
      "broken",
    ],
    ["a refusal", { requestAdapter: () => Promise.reject(new Error("no")) }, "broken"],
    ["an empty adapter", { requestAdapter: async () => ({}) }, "broken"],
  ])("%s", async (_, gpu, reason) => {
    withGpu(gpu);
    expect(await afterSeconds(offerDevices())).toEqual({
      webgpu: { status: "unavailable", reason },
      recommended: "wasm",
    });
    await expect(afterSeconds(openDevice("webgpu"))).rejects.toMatchObject({
      failure: { code: "no-webgpu", fault: { kind: reason } },
    });
  });
});

it("an adapter without info has no name and is offered all the same", async () => {
  withAdapter({ ...whole, info: undefined });
  expect((await offerDevices()).webgpu).toEqual({
    status: "available",
    name: "unnamed GPU",
    isFallbackAdapter: false,
  });
  expect((await openDevice("webgpu")).report.name).toBe("unnamed GPU");
});

it("only limits that the adapter knows are asked for", async () => {
  const requestDevice = vi.fn(whole.requestDevice);
  withAdapter({ ...whole, features: undefined, requestDevice });
  await openDevice("webgpu");
  expect(requestDevice.mock.calls[0]![0]).toEqual({
    requiredFeatures: [],
    requiredLimits: { maxBufferSize: 1024 },
  });
});

it.each<[string, () => unknown, string]>([
  ["never comes", never, "silent"],
  ["is refused", () => Promise.reject(new Error("no")), "refused"],
  ["is half there", async () => ({}), "refused"],
])("a device that %s is said to be so", async (_, requestDevice, kind) => {
  withAdapter({ ...whole, requestDevice });
  await expect(afterSeconds(openDevice("webgpu"))).rejects.toMatchObject({
    failure: { code: "no-webgpu", fault: { kind } },
  });
});
