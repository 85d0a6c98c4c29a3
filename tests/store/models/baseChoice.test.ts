import { expect, test } from "vitest";
import type { DeviceOffer } from "../../../src/shared/engine";
import {
  DEFAULT_MODELS,
  type HypernetworkRecord,
  type ModelRecord,
  MODELS,
} from "../../../src/shared/models";
import { firstBase, suits, type Visit } from "../../../src/store/models/baseChoice";
import { createAppStore } from "../../../src/store/store";
import { createFakeEngine } from "../../fakeEngine";
import { SECOND_ALONE } from "../appStore";

const QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m";
const [SMALL, LARGE] = [DEFAULT_MODELS.base, QWEN];
const HYPERNETWORK: HypernetworkRecord = {
  id: "qwen-t2l",
  label: "T2L for Qwen",
  role: "hypernetwork",
  baseModelId: QWEN,
  encoderId: "all-minilm-l6-v2",
  licence: "Apache-2.0",
  source: { kind: "bundled" },
  files: [],
};
/** With a hypernetwork for the second base model, whose adapters are right so often. */
const registry = (generated: number): ModelRecord[] => [
  ...SECOND_ALONE.map((record) =>
    record.role === "base" && record.id === QWEN
      ? { ...record, unseenTasks: { ...record.unseenTasks!, generated } }
      : record,
  ),
  HYPERNETWORK,
];
const REGISTRY = registry(0.9);

const COMPUTER: Visit = { gigabytes: 8, isPhone: false, isMetered: false };
const gpu = (isFallbackAdapter: boolean): DeviceOffer => ({
  webgpu: { status: "available", name: "GPU", isFallbackAdapter },
  recommended: isFallbackAdapter ? "wasm" : "webgpu",
});
const NO_GPU: DeviceOffer = {
  webgpu: { status: "unavailable", reason: "absent" },
  recommended: "wasm",
};

test.each([
  ["a real GPU and memory", gpu(false), COMPUTER, LARGE],
  ["memory that nobody tells", gpu(false), { ...COMPUTER, gigabytes: null }, LARGE],
  ["a GPU that is software", gpu(true), COMPUTER, SMALL],
  ["WebAssembly alone", NO_GPU, COMPUTER, SMALL],
  ["a phone", gpu(false), { ...COMPUTER, isPhone: true }, SMALL],
  ["little memory", gpu(false), { ...COMPUTER, gigabytes: 4 }, SMALL],
  ["a metered connection", gpu(false), { ...COMPUTER, isMetered: true }, SMALL],
])("%s: begins with the base model that suits", async (_, offer, visit, expected) => {
  expect(firstBase(REGISTRY, offer, visit)).toBe(expected);
  const engine = createFakeEngine({ offer, registry: REGISTRY });
  const store = createAppStore(engine, undefined, REGISTRY);
  await store.actions.startWithin(visit);
  expect(engine.calls.loads.map(({ baseModelId }) => baseModelId)).toEqual([expected]);
});

test("a base model whose adapters do worse is not begun with", () => {
  expect(firstBase(registry(0.01), gpu(false), COMPUTER)).toBe(SMALL);
});

test("a base model that no hypernetwork is for is not begun with, only offered", () => {
  expect(firstBase(SECOND_ALONE, gpu(false), COMPUTER)).toBe(SMALL);
  const large = MODELS.find(({ id }) => id === QWEN);
  if (large?.role !== "base") throw new Error("no base");
  expect(suits(large, gpu(false), COMPUTER)).toBe(true);
  expect(suits(large, NO_GPU, COMPUTER)).toBe(false);
});

test("what a person chose stays, whatever the device", async () => {
  const engine = createFakeEngine({ offer: gpu(false), registry: REGISTRY });
  const store = createAppStore(engine, undefined, REGISTRY);
  await store.actions.startWithin(COMPUTER);
  await store.actions.switchBase(SMALL);
  await store.actions.start();
  expect(engine.calls.loads.at(-1)).toMatchObject({ baseModelId: SMALL });
});
