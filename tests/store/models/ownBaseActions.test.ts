/** Base models from files: offered, asked about, loaded, kept, and what stays as it was. */
import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { MODELS, recordOf } from "../../../src/shared/models";
import { currentConversation } from "../../../src/store/state";
import { ownBaseOf } from "../../../src/store/models/ownBaseState";
import { ownBase } from "../../fakeOwnBases";
import {
  ask,
  createGate,
  createGeneratedStore,
  createReadyStore,
  createTestStore,
  settle,
  takeExamples,
  turns,
} from "../appStore";

const SMOLLM2 = "smollm2-135m-instruct-q4_1";
const WASM = {
  webgpu: { status: "unavailable", reason: "absent" },
  recommended: "wasm",
} as const;
const file = (name = "mouse.gguf") => new File(["GGUF"], name);
const MOUSE = ownBase("mouse.gguf").record;

test("a small file is loaded at once, alone, and named as its file is", async () => {
  const { store, engine } = await createReadyStore();
  const given = file();
  await store.actions.offerBase(given);
  expect(engine.calls.loads.at(-1)).toMatchObject({
    baseModelId: MOUSE.id,
    hypernetworkId: null,
    encoderId: null,
  });
  expect(engine.calls.loads.at(-1)!.ownBase!.file).toBe(given);
  expect(store.getState()).toMatchObject({
    baseFile: { status: "none" },
    models: { status: "ready", loaded: { base: { label: "mouse" } } },
    ownBases: [{ isHere: true, isKept: false }],
  });
});

test("a large one waits for the person, and leaving it changes nothing", async () => {
  const large = ownBase("rat.gguf", { neededGigabytes: 4 });
  const { store, engine } = await createReadyStore({
    ownBases: { inspect: () => large },
  });
  const before = store.getState();
  await store.actions.offerBase(file("rat.gguf"));
  expect(store.getState().baseFile).toEqual({ status: "asking", base: large });
  expect(engine.calls.loads).toHaveLength(1);
  store.actions.dismissBaseFile();
  const { baseFile, ownBases, registry, baseModelId } = store.getState();
  expect({ baseFile, ownBases, registry, baseModelId }).toEqual({
    baseFile: { status: "none" },
    ownBases: [],
    registry: before.registry,
    baseModelId: before.baseModelId,
  });
  await store.actions.offerBase(file("rat.gguf"));
  await store.actions.loadOffered();
  expect(engine.calls.loads.at(-1)).toMatchObject({ baseModelId: large.record.id });
});

test("a model that WebAssembly has no room for is refused before it is loaded", async () => {
  const huge = ownBase("elephant.gguf", { neededGigabytes: 12, wasm: 8e9 });
  const options = { ownBases: { inspect: () => huge } };
  const onProcessor = await createReadyStore({ ...options, offer: WASM });
  await onProcessor.store.actions.offerBase(file("elephant.gguf"));
  expect(onProcessor.store.getState().baseFile).toMatchObject({
    status: "refused",
    name: "elephant.gguf",
    failure: { code: "bad-base", fault: { kind: "too-large", needed: 8e9 } },
  });
  expect(onProcessor.engine.calls.loads).toHaveLength(1);

  // A GPU may hold its codes; switching to the processor afterwards is told, too.
  const { store, engine } = await createReadyStore(options);
  await store.actions.offerBase(file("elephant.gguf"));
  await store.actions.loadOffered();
  expect(store.getState().models.status).toBe("ready");
  await store.actions.switchDevice("wasm");
  expect(store.getState().models).toMatchObject({
    status: "failed",
    failure: { code: "bad-base", fault: { kind: "too-large" } },
  });
  expect(engine.calls.loads).toHaveLength(2);
});

test("a file that is no base model says why, and the loaded model works on", async () => {
  const failure = { code: "bad-base", fault: { kind: "lfs-pointer" } } as const;
  const { store, engine } = await createReadyStore({
    ownBases: { inspect: () => Promise.reject(new AppError(failure)) },
  });
  await store.actions.offerBase(file());
  expect(store.getState()).toMatchObject({
    baseFile: { status: "refused", name: "mouse.gguf", failure },
    models: { status: "ready" },
    baseModelId: SMOLLM2,
  });
  await ask(store, "Hi");
  expect(engine.calls.chats).toHaveLength(1);
  expect(turns(store)).toHaveLength(1);
});

test("reading can be cancelled, and another file takes its place", async () => {
  const gate = createGate();
  const { store, engine } = await createReadyStore({
    ownBases: {
      async inspect({ name }) {
        if (name === "slow.gguf") await gate.passed;
        return ownBase(name, {
          sha256: name === "slow.gguf" ? "1".repeat(64) : "2".repeat(64),
        });
      },
    },
  });
  const slow = store.actions.offerBase(file("slow.gguf"));
  await settle();
  expect(store.getState().baseFile).toMatchObject({
    status: "reading",
    name: "slow.gguf",
  });
  store.actions.dismissBaseFile();
  expect(store.getState().baseFile.status).toBe("none");
  const again = store.actions.offerBase(file("slow.gguf"));
  await store.actions.offerBase(file("quick.gguf"));
  gate.open();
  await Promise.all([slow, again]);
  expect(engine.calls.loads.slice(1)).toMatchObject([
    { baseModelId: ownBase("", { sha256: "2".repeat(64) }).record.id },
  ]);
});

test("descriptions, examples, messages and library stay, there and back", async () => {
  const { store } = await createGeneratedStore();
  await ask(store, "Hi");
  await takeExamples(store, "a\tb\nc\td\n");
  const { adapter } = currentConversation(store.getState());
  await store.actions.offerBase(file());
  expect(store.getState().description).toBe("Shout.");
  expect(store.getState().examples.list).toHaveLength(2);
  expect(turns(store)).toHaveLength(1);
  await store.actions.switchBase(SMOLLM2);
  expect(currentConversation(store.getState())).toMatchObject({
    adapter: { checksum: adapter!.checksum },
    isAdapterLoaded: true,
  });
  // And once more to the file, which the tab still has.
  await store.actions.switchBase(MOUSE.id);
  expect(store.getState().models).toMatchObject({
    status: "ready",
    loaded: { base: { id: MOUSE.id } },
  });
});

test("a base model is kept when asked, offered at the next visit, and removed", async () => {
  const first = await createReadyStore();
  await first.store.actions.offerBase(file());
  await first.store.actions.keepOwnBase(MOUSE.id);
  expect(ownBaseOf(first.store.getState(), MOUSE.id)).toMatchObject({ isKept: true });
  expect(first.store.getState().keeping).toEqual({ status: "idle" });

  const { store, engine } = await createReadyStore({
    ownBases: { kept: await first.engine.keptBases() },
  });
  await settle();
  // Offered, and no more: the visit begins with the page's own.
  expect(engine.calls.loads).toMatchObject([{ baseModelId: SMOLLM2, ownBase: null }]);
  expect(ownBaseOf(store.getState(), MOUSE.id)).toMatchObject({
    isHere: false,
    isKept: true,
  });
  await store.actions.switchBase(MOUSE.id);
  expect(engine.calls.loads.at(-1)!.ownBase).toMatchObject({ file: null });
  await store.actions.removeOwnBase(MOUSE.id);
  expect(ownBaseOf(store.getState(), MOUSE.id)).toMatchObject({ isKept: false });
  expect(await engine.keptBases()).toEqual([]);
  expect(store.getState().models.status).toBe("ready");
});

test("a browser without room says so, and the model works on", async () => {
  const failure = { code: "bad-base", fault: { kind: "no-room" } } as const;
  const { store } = await createReadyStore({
    ownBases: { keep: () => Promise.reject(new AppError(failure)) },
  });
  await store.actions.offerBase(file());
  await store.actions.keepOwnBase(MOUSE.id);
  expect(store.getState()).toMatchObject({
    keeping: { status: "failed", id: MOUSE.id, failure },
    models: { status: "ready" },
    ownBases: [{ isKept: false }],
  });
});

test("the page's own model from a file keeps its record and its hypernetworks", async () => {
  const known = { ...ownBase("copy.gguf"), record: recordOf(MODELS, "base", SMOLLM2) };
  const { store, engine } = await createReadyStore({
    ownBases: { inspect: () => known },
  });
  await store.actions.offerBase(file("copy.gguf"));
  expect(store.getState().registry).toBe(MODELS);
  expect(engine.calls.loads.at(-1)).toMatchObject({
    baseModelId: SMOLLM2,
    hypernetworkId: "smollm2-135m-t2l-g-sft",
    ownBase: { record: known.record },
  });
});

test("a file that is given before the models have loaded is loaded in their place", async () => {
  const gate = createGate();
  const { store, engine } = createTestStore({ before: () => gate.passed });
  const started = store.actions.start();
  await settle();
  const offered = store.actions.offerBase(file());
  gate.open();
  await Promise.all([started, offered]);
  expect(engine.calls.loads.at(-1)).toMatchObject({ baseModelId: MOUSE.id });
  expect(store.getState().models).toMatchObject({
    status: "ready",
    loaded: { base: { id: MOUSE.id } },
  });
});
