import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { MAXIMUM_ADAPTERS } from "../../../src/store/limits";
import { currentConversation } from "../../../src/store/state";
import {
  ask,
  createGate,
  createGeneratedStore,
  createReadyStore,
  createTestStore,
  generate,
  settle,
  turns,
} from "../appStore";

test("Generate waits for the models, says so, and takes what the box says then", async () => {
  const gate = createGate();
  const { store } = createTestStore({
    before: (step) => (step === "load" ? gate.passed : undefined),
  });
  void store.actions.start();
  store.actions.setDescription("Whisper.");
  const generated = store.actions.generate();
  expect(store.getState().generation).toEqual({ status: "waiting", for: "models" });
  store.actions.setDescription("Shout.");
  gate.open();
  await generated;
  expect(store.getState().generation.status).toBe("idle");
  expect(currentConversation(store.getState()).adapter?.description).toBe("Shout.");
});

test("Generate waits for an answer that is being written", async () => {
  const gate = createGate();
  const { store } = await createGeneratedStore({
    before: (step) => (step === "token" ? gate.passed : undefined),
  });
  const asked = ask(store, "hello");
  await settle();
  store.actions.setDescription("Whisper.");
  const generated = store.actions.generate();
  await settle();
  expect(store.getState().generation).toEqual({ status: "waiting", for: "answer" });
  gate.open();
  await asked;
  await generated;
  expect(currentConversation(store.getState()).description).toBe("Whisper.");
});

test("waiting can be cancelled", async () => {
  const { store } = createTestStore({ before: () => new Promise(() => {}) });
  void store.actions.start();
  store.actions.setDescription("Shout.");
  const generated = store.actions.generate();
  store.actions.cancelGeneration();
  await generated;
  expect(store.getState().generation).toEqual({ status: "idle" });
});

test.each([
  ["an empty description", "  ", { kind: "no-description" }],
  [
    "one that is too long",
    "a".repeat(2001),
    { kind: "long-description", length: 2001, most: 2000 },
  ],
])("%s is refused with the reason", async (_, description, fault) => {
  const { store } = await createReadyStore();
  await generate(store, description);
  expect(store.getState().generation).toEqual({
    status: "failed",
    failure: { code: "bad-input", fault },
  });
  store.actions.setDescription("Shout.");
  expect(store.getState().generation.status).toBe("idle");
});

test("a failure of the engine is shown and the next try works", async () => {
  let attempts = 0;
  const { store } = await createReadyStore({
    before(step) {
      if (step === "generate" && ++attempts === 1) throw new Error("a bug");
    },
  });
  await generate(store, "Shout.");
  expect(store.getState().generation).toMatchObject({ failure: { code: "internal" } });
  await store.actions.generate();
  expect(currentConversation(store.getState()).adapter).not.toBeNull();
});

test("another adapter starts a fresh conversation and the earlier one stays reachable", async () => {
  const { store } = await createGeneratedStore();
  await ask(store, "hello");
  const firstKey = store.getState().currentKey;
  await generate(store, "Whisper.");
  expect(turns(store)).toEqual([]);
  await store.actions.selectConversation(firstKey);
  expect(turns(store).map(({ message }) => message)).toEqual(["hello"]);
  expect(store.getState().description).toBe("Shout.");
});

test("the same numbers keep their conversation", async () => {
  const { store, engine } = await createGeneratedStore();
  await ask(store, "hello");
  await generate(store, "Shout.");
  expect(turns(store)).toHaveLength(1);
  expect(store.getState().conversations).toHaveLength(1);
  expect(engine.calls.released).toEqual(["adapter-1"]);
});

test("a conversation without adapter is kept only if something was asked", async () => {
  const { store } = await createReadyStore();
  await ask(store, "hello");
  await generate(store, "Shout.");
  expect(store.getState().conversations.map(({ adapter }) => adapter?.id)).toEqual([
    undefined,
    "adapter-1",
  ]);
});

test("the oldest adapters are released, and made again when they are chosen", async () => {
  const { store, engine } = await createGeneratedStore();
  const firstKey = store.getState().currentKey;
  for (let count = 0; count < MAXIMUM_ADAPTERS; count++) {
    await generate(store, `Description ${count}.`);
  }
  expect(engine.calls.released).toEqual(["adapter-1"]);
  await store.actions.selectConversation(firstKey);
  await ask(store, "hello");
  expect(turns(store)[0]!.answers.adapted?.text).toBe("user: hello × 1");
});

test.each([false, true])(
  "an adapter that is opened while another is made again is made after it; asked meanwhile: %s",
  async (isAsked) => {
    const gate = createGate();
    let isSlow = false;
    const { store } = await createReadyStore({
      before: (step) => (step === "generate" && isSlow ? gate.passed : undefined),
    });
    for (let count = 0; count <= MAXIMUM_ADAPTERS + 1; count += 1) {
      await generate(store, `Description ${count}.`);
    }
    const [first, second] = store.getState().conversations;
    expect([first, second]).toMatchObject([
      { isAdapterLoaded: false },
      { isAdapterLoaded: false },
    ]);
    isSlow = true;
    const opened = [store.actions.selectConversation(first!.key)];
    await settle();
    opened.push(store.actions.selectConversation(second!.key));
    if (isAsked) opened.push(ask(store, "Hi"));
    gate.open();
    await Promise.all(opened);
    expect(currentConversation(store.getState())).toMatchObject({
      key: second!.key,
      isAdapterLoaded: true,
    });
    if (!isAsked) return;
    expect(turns(store)[0]!.answers["adapted"]!.outcome.status).toBe("finished");
  },
);

test("the download carries the strength; its failure is told and nothing else changes", async () => {
  let fails = false;
  const { store } = await createGeneratedStore({
    before(step) {
      if (step === "export" && fails)
        throw new AppError({ code: "out-of-memory", of: "tab" });
    },
  });
  store.actions.setStrength(1.5);
  const file = await store.actions.exportAdapter();
  expect(new TextDecoder().decode(file!.bytes)).toBe("adapter-1 × 1.5");
  fails = true;
  expect(await store.actions.exportAdapter()).toBeNull();
  expect(store.getState().notice).toMatchObject({ kind: "failure", during: "download" });
});

test("strength moves in steps between -1 and 2, and nonsense is the base", async () => {
  const { store } = await createGeneratedStore();
  store.actions.setStrength(0.777);
  expect(store.getState().strength).toBe(0.8);
  store.actions.setStrength(7);
  expect(store.getState().strength).toBe(2);
  store.actions.setStrength(Number.NaN);
  expect(store.getState().strength).toBe(0);
});
