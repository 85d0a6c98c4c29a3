import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import type { AppStore } from "../../../src/store/store";
import { isChosenForNew, nextSettings } from "../../../src/store/teaching/settings";
import type { FakeOptions } from "../../fakeEngine";
import {
  ask,
  createGate,
  createGeneratedStore,
  createReadyStore,
  createTestStore,
  FOUR,
  generate,
  settle,
  shown,
  takeExamples,
  type TestStore,
  turns,
} from "../appStore";

const NINE = `${FOUR}\nash,tree\nelm,tree\nsole,fish\ndog,animal\nhen,bird`;

/** A store with a generated adapter and examples beside it. */
async function readyToTeach(text = FOUR, options: FakeOptions = {}): Promise<TestStore> {
  const made = await createGeneratedStore(options);
  await takeExamples(made.store, text);
  return made;
}

const run = (store: AppStore) => store.getState().teaching.run;

test("the examples are taught from the adapter on screen, which gets a conversation of its own", async () => {
  const { store, engine } = await readyToTeach();
  await ask(store, "Hi");
  const before = shown(store);
  await store.actions.teach();
  const [lesson] = engine.calls.lessons;
  expect(lesson).toMatchObject({
    start: { kind: "adapter", adapterId: before.adapter!.id },
    heldOut: [],
    settings: nextSettings(store.getState()),
  });
  expect(lesson!.examples).toHaveLength(4);
  expect(lesson!.examples[0]).toEqual({ input: "cat", output: "animal" });
  const taught = shown(store);
  expect(taught).toMatchObject({
    description: "Shout.",
    isAdapterLoaded: true,
    taughtFrom: before.key,
    turns: [],
  });
  expect(taught.adapter!.lesson!.keptStep).toBe(lesson!.settings.steps);
  expect(taught.examples).toHaveLength(4);
  expect(run(store)).toEqual({ status: "finished", key: taught.key });
  expect(store.getState().announcement).toEqual({
    kind: "taught",
    steps: lesson!.settings.steps,
  });
});

test("undoing gives the adapter before and what was asked of it; the examples stay", async () => {
  const { store } = await readyToTeach();
  await ask(store, "Hi");
  const before = shown(store);
  await store.actions.teach();
  const first = shown(store);
  store.actions.addExample();
  store.actions.setTeaching({ steps: 9 });
  await store.actions.teach();
  expect(shown(store).taughtFrom).toBe(first.key);
  const { list } = store.getState().examples;
  await store.actions.undoTeaching();
  expect(shown(store).adapter).toEqual(first.adapter);
  await store.actions.undoTeaching();
  expect(shown(store).adapter).toEqual(before.adapter);
  expect(turns(store)).toEqual(before.turns);
  expect(store.getState().examples.list).toBe(list);
  await store.actions.undoTeaching();
  expect(shown(store).adapter).toEqual(before.adapter);
});

test("the examples that stay replace others of the adapter before, which undoing brings back", async () => {
  const { store } = await readyToTeach();
  const before = shown(store);
  await store.actions.teach();
  const taught = shown(store);
  await store.actions.selectConversation(before.key);
  store.actions.clearExamples();
  await takeExamples(store, "own,yes");
  await store.actions.selectConversation(taught.key);
  await store.actions.undoTeaching();
  expect(shown(store).examples).toHaveLength(4);
  store.actions.undoExamples();
  expect(shown(store).examples).toMatchObject([{ input: "own" }]);
});

test("of nine examples a third is kept back, and its loss is told", async () => {
  const { store, engine } = await readyToTeach(NINE);
  const seen: unknown[] = [];
  store.subscribe(({ teaching }) => seen.push(teaching.run));
  await store.actions.teach();
  expect(engine.calls.lessons[0]!.examples).toHaveLength(6);
  expect(engine.calls.lessons[0]!.heldOut).toHaveLength(3);
  expect(seen).toContainEqual(
    expect.objectContaining({ status: "running", heldOutBefore: 3, done: [] }),
  );
  const steps = shown(store).adapter!.lesson!.steps;
  expect(seen).toContainEqual(
    expect.objectContaining({ status: "running", done: steps }),
  );
});

test("an example that stands twice is taught once", async () => {
  const { store, engine } = await readyToTeach(`${FOUR}\ncat,animal`);
  await store.actions.teach();
  expect(engine.calls.lessons[0]!.examples).toHaveLength(4);
});

test("a stopped lesson keeps what was learnt, and more steps go on from there", async () => {
  const gate = createGate();
  let steps = 0;
  const { store, engine } = await readyToTeach(FOUR, {
    before: (step) => (step === "teach" && ++steps === 4 ? gate.passed : undefined),
  });
  store.actions.setTeaching({ steps: 10 });
  const ended = store.actions.teach();
  await settle();
  expect(run(store)).toMatchObject({ status: "running", steps: 10 });
  store.actions.stopTeaching();
  store.actions.stopTeaching();
  expect(run(store).status).toBe("stopping");
  gate.open();
  await ended;
  const { adapter } = shown(store);
  expect(adapter!.lesson!.keptStep).toBe(3);
  store.actions.setTeaching({ steps: 2 });
  await store.actions.teachOn();
  expect(engine.calls.lessons[1]).toMatchObject({
    start: { kind: "lesson", adapterId: adapter!.id },
    settings: { steps: 5 },
  });
});

test("more steps go on as their lesson began, and it is known which choices they leave", async () => {
  const { store, engine } = await readyToTeach();
  store.actions.setTeaching({ steps: 3, seed: 5 });
  await store.actions.teach();
  expect(isChosenForNew(store.getState())).toBe(false);
  store.actions.setTeaching({ rate: 0.01 });
  expect(isChosenForNew(store.getState())).toBe(true);
  await store.actions.teachOn();
  const [first, more] = engine.calls.lessons;
  expect(more!.settings).toEqual({ ...first!.settings, steps: 6 });
  store.actions.setTeaching({ rate: first!.settings.rate });
  expect(isChosenForNew(store.getState())).toBe(false);
});

test("a lesson that is cancelled before its first step changes nothing", async () => {
  const gate = createGate();
  const { store } = await readyToTeach(FOUR, {
    before: (step) => (step === "teach" ? gate.passed : undefined),
  });
  const before = shown(store);
  const ended = store.actions.teach();
  await settle();
  store.actions.stopTeaching();
  await ended;
  expect(run(store)).toEqual({ status: "idle" });
  expect(shown(store)).toBe(before);
});

test("questions are answered and descriptions generated while a lesson runs", async () => {
  const gate = createGate();
  const { store } = await readyToTeach(FOUR, {
    before: (step) => (step === "teach" ? gate.passed : undefined),
  });
  const begun = shown(store);
  const ended = store.actions.teach();
  await settle();
  await ask(store, "Hi");
  expect(turns(store)).toHaveLength(1);
  await generate(store, "Whisper.");
  gate.open();
  await ended;
  // The person has gone on to something else: the taught adapter waits to be looked at.
  expect(shown(store).description).toBe("Whisper.");
  const { key } = run(store) as { key: number };
  await store.actions.selectConversation(key);
  expect(shown(store)).toMatchObject({ taughtFrom: begun.key, description: "Shout." });
});

test("without an adapter, or by choice, it begins at zero", async () => {
  const { store, engine } = await createReadyStore();
  await takeExamples(store, FOUR);
  store.actions.setTeaching({ seed: 7 });
  await store.actions.teach();
  expect(engine.calls.lessons[0]).toMatchObject({
    start: { kind: "zero" },
    settings: { seed: 7 },
  });
  expect(shown(store)).toMatchObject({ description: "", taughtFrom: null });
  store.actions.chooseBeginning({ kind: "zero" });
  await store.actions.teach();
  expect(engine.calls.lessons[1]).toMatchObject({ start: { kind: "zero" } });
});

test("a failure is told and harms nothing; the place is that of the list", async () => {
  const { store } = await readyToTeach("\nwolf,animal\n" + NINE, {
    before: (step) => {
      if (step !== "teach") return;
      throw new AppError({
        code: "bad-input",
        fault: { kind: "long-example", place: 7, tokens: 2000, most: 1024 },
      });
    },
  });
  const before = shown(store);
  await store.actions.teach();
  const { failure } = run(store) as { failure: { fault: { place: number } } };
  const { list } = store.getState().examples;
  const [held] = before.examples.filter(
    ({ input }) => input === list[failure.fault.place - 1]!.input,
  );
  expect(held).toBeDefined();
  expect(failure.fault.place).not.toBe(7);
  expect(shown(store)).toBe(before);
});

test("a lesson waits for the models", async () => {
  const { store } = createTestStore();
  await takeExamples(store, FOUR);
  const ended = store.actions.teach();
  await settle();
  expect(run(store)).toEqual({ status: "waiting", for: "models" });
  await store.actions.start();
  await ended;
  expect(run(store).status).toBe("finished");
});

test("settings out of range are brought back into it", () => {
  const { store } = createTestStore();
  store.actions.setTeaching({ steps: 1e9, rate: NaN, seed: -1 });
  expect(nextSettings(store.getState())).toMatchObject({
    steps: 200,
    rate: 1e-6,
    seed: 0,
  });
  store.actions.resetTeaching();
  expect(nextSettings(store.getState()).rate).toBe(2e-3);
});

test("the defaults go by the number of examples and the beginning, and leave what was chosen", async () => {
  const { store } = await readyToTeach();
  store.actions.setTeaching({ rate: 3e-4 });
  expect(nextSettings(store.getState())).toMatchObject({ steps: 4, rate: 3e-4 });
  store.actions.chooseBeginning({ kind: "zero" });
  expect(nextSettings(store.getState())).toMatchObject({ steps: 6, rate: 3e-4 });
  store.actions.resetTeaching();
  await takeExamples(store, `${NINE}\ncod,fish\nfir,tree\nyew,tree\neel,fish`);
  expect(nextSettings(store.getState())).toMatchObject({ steps: 6, rate: 1e-3 });
});
