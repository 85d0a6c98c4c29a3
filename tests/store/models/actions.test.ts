import { expect, test } from "vitest";
import type { LoadProgress } from "../../../src/shared/engine";
import { AppError, type Failure } from "../../../src/shared/errors";
import {
  ask,
  createGate,
  createGeneratedStore,
  createReadyStore,
  createTestStore,
  SECOND_ALONE,
  settle,
  turns,
} from "../appStore";

const HALF: LoadProgress = {
  stage: "download",
  file: "model.safetensors",
  loadedBytes: 50,
  totalBytes: 100,
};

test("the models load by themselves, on the recommended device", async () => {
  const { store, engine } = await createReadyStore({
    offer: {
      webgpu: { status: "unavailable", reason: "absent" },
      recommended: "wasm",
    },
  });
  expect(engine.calls.loads).toMatchObject([{ device: "wasm", contextLength: 1024 }]);
  expect(store.getState().models.status).toBe("ready");
  expect(store.getState().storage?.keptBytes).toBeGreaterThan(0);
});

test.each<Failure>([
  { code: "no-webgpu", fault: { kind: "refused" } },
  { code: "no-webgpu", fault: { kind: "silent" } },
  { code: "device-lost" },
  { code: "out-of-memory", of: "gpu" },
  { code: "internal", detail: "createShaderModule is not a function" },
])("what the GPU cannot load the processor does, and it is said: %o", async (failure) => {
  let loads = 0;
  const { store, engine } = createTestStore({
    before(step) {
      if (step !== "load" || ++loads > 1) return;
      if (failure.code === "internal") throw new Error(failure.detail);
      throw new AppError(failure);
    },
  });
  await store.actions.start();
  expect(engine.calls.loads.map(({ device }) => device)).toEqual(["webgpu", "wasm"]);
  expect(store.getState()).toMatchObject({
    device: "wasm",
    models: { status: "ready" },
    notice: { kind: "on-processor", failure },
  });
});

test("where the processor fails too, the next try is on the GPU again", async () => {
  const { store, engine } = createTestStore({
    before: () => Promise.reject(new Error("cable")),
  });
  await store.actions.start();
  expect(engine.calls.loads.map(({ device }) => device)).toEqual(["webgpu", "wasm"]);
  expect(store.getState()).toMatchObject({
    device: "webgpu",
    notice: null,
    models: { status: "failed", failure: { code: "internal", detail: "cable" } },
  });
});

test("a file that does not come is not asked for on another device", async () => {
  const failure = { code: "download-failed", path: "a", fault: { kind: "unreachable" } };
  const { store, engine } = createTestStore({
    before: () => Promise.reject(new AppError(failure as Failure)),
  });
  await store.actions.start();
  expect(engine.calls.loads).toHaveLength(1);
  expect(store.getState().models).toEqual({ status: "failed", failure });
});

test("progress says what is loaded, what for and how far", async () => {
  const gate = createGate();
  const { store } = createTestStore({ progress: [HALF], before: () => gate.passed });
  const started = store.actions.start();
  await settle();
  expect(store.getState().models).toEqual({
    status: "loading",
    step: { kind: "downloading", model: "all-MiniLM-L6-v2", role: "encoder" },
    loadedBytes: 50,
    totalBytes: 100,
    secondsLeft: null,
  });
  gate.open();
  await started;
});

test("a file the registry does not list is the hypernetwork's", async () => {
  const gate = createGate();
  const { store } = createTestStore({
    progress: [{ ...HALF, file: "weights.safetensors" }],
    before: () => gate.passed,
  });
  void store.actions.start();
  await settle();
  expect(store.getState().models).toMatchObject({
    step: { kind: "downloading", model: "T2L-G · SFT", role: "hypernetwork" },
  });
  gate.open();
});

test("building keeps the bytes that were loaded", async () => {
  const gate = createGate();
  const { store } = createTestStore({
    progress: [HALF, { stage: "build", what: "SmolLM2-135M" }],
    before: () => gate.passed,
  });
  void store.actions.start();
  await settle();
  expect(store.getState().models).toMatchObject({
    step: { kind: "building", model: "SmolLM2-135M" },
    loadedBytes: 50,
  });
  gate.open();
});

test("loading can be cancelled and started again", async () => {
  const gate = createGate();
  const { store } = createTestStore({ before: () => gate.passed });
  const started = store.actions.start();
  await settle();
  store.actions.cancelLoading();
  await started;
  expect(store.getState().models.status).toBe("cancelled");
  gate.open();
  await store.actions.load();
  expect(store.getState().models.status).toBe("ready");
});

test("a failed download keeps what was typed, and a retry loads", async () => {
  let attempts = 0;
  const { store } = createTestStore({
    before() {
      attempts += 1;
      if (attempts === 1)
        throw new AppError({
          code: "download-failed",
          path: "model.gguf",
          fault: { kind: "unreachable" },
        });
    },
  });
  store.actions.setDescription("Shout.");
  await store.actions.start();
  expect(store.getState()).toMatchObject({
    models: { status: "failed", failure: { code: "download-failed" } },
    description: "Shout.",
  });
  await store.actions.load();
  expect(store.getState().models.status).toBe("ready");
});

test("switching the device keeps the adapter and the conversation", async () => {
  const { store, engine } = await createGeneratedStore();
  await ask(store, "hello");
  const { conversations } = store.getState();
  await store.actions.switchDevice("wasm");
  expect(engine.calls.loads.map(({ device }) => device)).toEqual(["webgpu", "wasm"]);
  expect(store.getState().conversations).toEqual(conversations);
  await ask(store, "again");
  expect(turns(store)).toHaveLength(2);
  expect(turns(store)[1]!.answers.adapted?.outcome.status).toBe("finished");
});

test("the last of two quick switches wins", async () => {
  const gate = createGate();
  const { store } = await createReadyStore();
  const { store: slow } = createTestStore({
    before: (step) => (step === "load" ? gate.passed : undefined),
  });
  void slow.actions.start();
  await settle();
  const switched = slow.actions.switchDevice("wasm");
  gate.open();
  await switched;
  expect(slow.getState().models).toMatchObject({
    status: "ready",
    loaded: { deviceReport: { device: "wasm" } },
  });
  expect(store.getState().models.status).toBe("ready");
});

test("a dead engine is told, and the next load makes the adapter again", async () => {
  const { store, engine } = await createGeneratedStore();
  engine.emit({ kind: "failed", failure: { code: "out-of-memory", of: "thread" } });
  expect(store.getState().models).toMatchObject({
    status: "failed",
    failure: { code: "out-of-memory" },
  });
  await store.actions.load();
  await ask(store, "hello");
  expect(turns(store)[0]!.answers.adapted).toMatchObject({ text: "user: hello × 1" });
});

test("a lost device and its recovery are told", async () => {
  const { store, engine } = await createGeneratedStore();
  engine.emit({ kind: "device-lost", reason: "unplugged" });
  expect(store.getState().notice).toEqual({ kind: "device-lost", reason: "unplugged" });
  engine.emit({ kind: "recovered" });
  expect(store.getState().notice).toEqual({ kind: "recovered" });
});

test("clearing the storage shows what is left", async () => {
  const { store } = await createReadyStore();
  await store.actions.clearStorage();
  expect(store.getState().storage?.keptBytes).toBe(0);
  expect(store.getState().models.status).toBe("ready");
});

const QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m";

test("another base model keeps description, messages and library, and answers alone", async () => {
  const { store, engine } = await createGeneratedStore({ registry: SECOND_ALONE });
  await ask(store, "Hi");
  store.actions.setDescription("Whisper.");
  const kept = store.getState().library.entries.map(({ id }) => id);
  await store.actions.switchBase(QWEN);
  expect(engine.calls.loads.at(-1)).toMatchObject({
    baseModelId: QWEN,
    hypernetworkId: null,
    encoderId: null,
  });
  const state = store.getState();
  expect(state.models).toMatchObject({ status: "ready", loaded: { base: { id: QWEN } } });
  expect(state.description).toBe("Whisper.");
  expect(turns(store)).toHaveLength(1);
  expect(state.library.entries.map(({ id }) => id)).toEqual(kept);

  await ask(store, "And now?");
  const { columns } = turns(store).at(-1)!;
  expect(columns.map(({ source }) => source.kind)).not.toContain("adapted");
  expect(columns.length).toBeGreaterThan(0);
});

test("a base model that the site lacks is not changed to, and the present one stays", async () => {
  const path = "models/qwen/qwen.gguf";
  const failure: Failure = {
    code: "download-failed",
    path,
    fault: { kind: "status", status: 404 },
  };
  const { store, engine } = await createGeneratedStore({
    before(step) {
      if (step === "find") throw new AppError(failure);
    },
  });
  const before = store.getState();
  await store.actions.switchBase(QWEN);
  const { notice, ...after } = store.getState();
  expect(notice).toEqual({ kind: "failure", during: "base", failure });
  expect(after).toMatchObject({
    models: before.models,
    baseModelId: before.baseModelId,
    hypernetworkId: before.hypernetworkId,
  });
  expect(engine.calls.loads).toHaveLength(1);
  await ask(store, "Hi");
  expect(turns(store).at(-1)!.answers.adapted).toMatchObject({ text: "user: Hi × 1" });
});

test("the base model that was chosen last is the one that is loaded", async () => {
  const gate = createGate();
  const { store, engine } = await createReadyStore({
    before: (step) => (step === "find" ? gate.passed : undefined),
  });
  const { baseModelId } = store.getState();
  const first = store.actions.switchBase(QWEN);
  const second = store.actions.switchBase(QWEN);
  gate.open();
  await Promise.all([first, second]);
  expect(engine.calls.loads.map((load) => load.baseModelId)).toEqual([baseModelId, QWEN]);
});

test("a base model without a hypernetwork says so where an adapter is asked for", async () => {
  const { store } = await createReadyStore({ registry: SECOND_ALONE });
  await store.actions.switchBase(QWEN);
  store.actions.setDescription("Shout.");
  await store.actions.generate();
  expect(store.getState().generation).toMatchObject({
    status: "failed",
    failure: { code: "bad-input", fault: { kind: "no-hypernetwork" } },
  });
});

test("an adapter comes back with the base model that it was made for", async () => {
  const { store, engine } = await createGeneratedStore();
  const { baseModelId, hypernetworkId } = store.getState();
  await store.actions.switchBase(QWEN);
  await store.actions.switchBase(baseModelId);
  await settle();
  expect(engine.calls.loads.at(-1)).toMatchObject({ baseModelId, hypernetworkId });
  expect(
    store.getState().conversations.every(({ isAdapterLoaded }) => isAdapterLoaded),
  ).toBe(true);
});
