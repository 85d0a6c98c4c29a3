import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { controlSource } from "../../../src/store/chat/columnDefinitions";
import { choiceBasis, columnChoices } from "../../../src/store/chat/columnKinds";
import { LIBRARY_VERSION, readEntry } from "../../../src/store/library/fields";
import type { AppStore } from "../../../src/store/store";
import { lessonExamples } from "../../../src/store/teaching/examples";
import { taughtBefore } from "../../../src/store/teaching/settings";
import type { FakeOptions } from "../../fakeEngine";
import { memoryStorage } from "../library/libraryEntries";
import {
  ask,
  createGate,
  createReadyStore,
  createTestStore,
  FOUR,
  generate,
  settle,
  shown,
  takeExamples,
  type TestStore,
} from "../appStore";
import { type KeptLessons, keptLessons } from "./lessonStorages";

const never = () => new Promise<void>(() => undefined);

const teaching = (store: AppStore) => store.getState().teaching;

/** A page with a generated adapter and examples, and what its browser keeps. */
async function visit(
  kept: KeptLessons,
  library: ReturnType<typeof memoryStorage>,
  options: FakeOptions = {},
): Promise<TestStore> {
  const made = await createReadyStore(options);
  await made.store.actions.openLessons(kept.open);
  await made.store.actions.openLibrary(library.open);
  return made;
}

async function taughtOnce(store: AppStore): Promise<void> {
  await generate(store, "Shout.");
  await takeExamples(store, FOUR);
  store.actions.setTeaching({ steps: 5 });
  await store.actions.teach();
}

test("the next visit opens a taught adapter from the library, the same to the last number", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const { store } = await visit(kept, library);
  await taughtOnce(store);
  await ask(store, "Hi");
  const { adapter, examples } = shown(store);
  expect([...kept.adapters.keys()]).toEqual([adapter!.checksum]);
  expect(kept.lessons.size).toBe(0);
  expect(teaching(store).isKept).toBe(true);

  const { store: next, engine } = await visit(kept, library);
  const entry = next
    .getState()
    .library.entries.find(({ adapter: { lesson } }) => lesson)!;
  expect(entry.adapter.lesson).toEqual(adapter!.lesson);
  await next.actions.openEntry(entry.id);
  expect(next.getState().library.report).toEqual({
    kind: "opened",
    adapter: "identical",
  });
  const again = shown(next);
  expect(again).toMatchObject({ isAdapterLoaded: true, description: "Shout." });
  const { goesOnFrom, ...facts } = adapter!;
  expect(goesOnFrom).toBe(facts.lesson!.keptStep);
  expect({ ...again.adapter, id: "", timings: null }).toEqual({
    ...facts,
    id: "",
    timings: null,
  });
  expect(again.examples).toEqual(examples);
  expect(again.turns).toHaveLength(1);
  await ask(next, "Ho");
  expect(engine.calls.chats.at(-1)!.columns[1]!.adapterId).toBe(again.adapter!.id);
});

test("a taught adapter comes back after the engine has lost it", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const { store, engine } = await visit(kept, library);
  await taughtOnce(store);
  const { adapter } = shown(store);
  engine.emit({ kind: "failed", failure: { code: "out-of-memory", of: "thread" } });
  await store.actions.load();
  await settle();
  expect(shown(store)).toMatchObject({
    isAdapterLoaded: true,
    adapter: { checksum: adapter!.checksum, lesson: adapter!.lesson },
  });
});

test("where the browser keeps nothing, it lasts as long as the tab", async () => {
  const { store, engine } = await createReadyStore();
  await store.actions.openLessons(() => Promise.reject(new Error("private")));
  await taughtOnce(store);
  expect(teaching(store).isKept).toBe(false);
  const { checksum } = shown(store).adapter!;
  engine.emit({ kind: "failed", failure: { code: "out-of-memory", of: "thread" } });
  await store.actions.load();
  await settle();
  expect(shown(store)).toMatchObject({ isAdapterLoaded: true, adapter: { checksum } });
});

test("a full disk says so, and the adapter lasts as long as the tab", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  kept.isFull = true;
  const { store } = await visit(kept, library);
  await taughtOnce(store);
  expect(teaching(store)).toMatchObject({ isKept: false, run: { status: "finished" } });
});

test("a lesson that the tab was closed on goes on at its last step", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  let calls = 0;
  const { store: closed } = await visit(kept, library, {
    before: (step) => (step === "teach" && ++calls > 4 ? never() : undefined),
  });
  void taughtOnce(closed);
  await settle();
  await settle();
  expect(kept.lessons.size).toBe(1);

  const { store, engine } = await visit(kept, library);
  expect(teaching(store).interrupted).toMatchObject({
    description: "Shout.",
    step: 3,
    steps: 5,
  });
  await store.actions.resumeLesson("go-on");
  expect(engine.calls.lessons[0]).toMatchObject({
    start: { kind: "lesson" },
    settings: { steps: 5 },
  });
  expect(shown(store).adapter!.lesson).toMatchObject({ keptStep: 5, earlier: [] });
  expect(store.getState().examples.list.map(({ input }) => input)).toEqual([
    "cat",
    "oak",
    "owl",
    "pike",
  ]);
  expect(teaching(store).interrupted).toBeNull();
  expect(kept.lessons.size).toBe(0);
  const { store: whole } = await createReadyStore();
  await taughtOnce(whole);
  expect(shown(store).adapter!.checksum).toBe(shown(whole).adapter!.checksum);
});

test("an interrupted lesson can be kept as it is, or dropped", async () => {
  for (const how of ["keep", "drop"] as const) {
    const [kept, library] = [keptLessons(), memoryStorage()];
    let calls = 0;
    const { store: closed } = await visit(kept, library, {
      before: (step) => (step === "teach" && ++calls > 3 ? never() : undefined),
    });
    void taughtOnce(closed);
    await settle();
    await settle();
    const { store, engine } = await visit(kept, library);
    store.actions.setDescription("Typed meanwhile.");
    if (how === "keep") await store.actions.resumeLesson("keep");
    else await store.actions.dropInterrupted();
    expect(engine.calls.lessons).toHaveLength(0);
    expect(shown(store).adapter?.lesson?.keptStep).toBe(how === "keep" ? 2 : undefined);
    expect(kept.lessons.size).toBe(0);
    expect(teaching(store).interrupted).toBeNull();
    if (how === "keep") expect(store.getState().description).toBe("Shout.");
    store.actions.undoBoxes();
    expect(store.getState().description).toBe("Typed meanwhile.");
  }
});

test.each([
  [{ code: "device-lost" }],
  [{ code: "out-of-memory", of: "tab" }],
  [{ code: "lesson-failed", fault: { kind: "not-finite", step: 4 } }],
  [{ code: "lesson-failed", fault: { kind: "other-models" } }],
] as const)(
  "a lesson that fails with %o can be gone on with, or kept",
  async (failure) => {
    const kept = keptLessons();
    let calls = 0;
    const { store } = await visit(kept, memoryStorage(), {
      async before(step) {
        if (step !== "teach" || ++calls !== 5) return;
        await settle();
        throw new AppError(failure);
      },
    });
    await taughtOnce(store);
    expect(teaching(store)).toMatchObject({
      run: { status: "failed", failure },
      interrupted: { step: 3, steps: 5 },
    });
    expect(shown(store).adapter!.lesson ?? null).toBeNull();
    await store.actions.resumeLesson("keep");
    expect(shown(store).adapter!.lesson!.keptStep).toBe(3);
  },
);

test("an adapter whose numbers are not here is taught again, and is the same", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const { store } = await visit(kept, library);
  await taughtOnce(store);
  store.actions.setTeaching({ steps: 2 });
  await store.actions.teachOn();
  await store.actions.teach();
  const { checksum, lesson } = shown(store).adapter!;
  kept.adapters.clear();

  const { store: next, engine } = await visit(kept, library);
  const entry = next
    .getState()
    .library.entries.find(({ adapter }) => adapter.checksum === checksum)!;
  await next.actions.openEntry(entry.id);
  expect(shown(next)).toMatchObject({ isAdapterLoaded: false, adapter: { lesson } });
  expect(teaching(next).missing).toEqual([checksum]);
  await next.actions.repeatLesson();
  expect(engine.calls.lessons.map(({ start: { kind }, until }) => [kind, until])).toEqual(
    [
      ["adapter", 5],
      ["lesson", 7],
      ["adapter", 2],
    ],
  );
  expect(shown(next)).toMatchObject({ isAdapterLoaded: true, adapter: { checksum } });
  expect(teaching(next).missing).toEqual([]);
  expect([...kept.adapters.keys()]).toContain(checksum);
});

test("numbers of adapters that the library no longer has are not kept for ever", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const { store } = await visit(kept, library);
  await taughtOnce(store);
  const entry = store.getState().library.entries.find(({ adapter }) => adapter.lesson)!;
  store.actions.removeEntry(entry.id);
  expect(kept.adapters.size).toBe(1);
  const { store: next } = createTestStore();
  await next.actions.openLessons(kept.open);
  await next.actions.openLibrary(library.open);
  await settle();
  expect(kept.adapters.size).toBe(0);
});

test("a question meanwhile does not wait for the lesson that is gone on with", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const gate = createGate();
  const { store } = await visit(kept, library, {
    before: (step) => (step === "teach" ? gate.passed : undefined),
  });
  const ended = taughtOnce(store);
  await settle();
  await ask(store, "Hi");
  expect(shown(store).turns).toHaveLength(1);
  gate.open();
  await ended;
});

test("a taught adapter stands in a column of its own, which no link carries", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const { store, engine } = await visit(kept, library);
  await taughtOnce(store);
  const { checksum } = shown(store).adapter!;
  await generate(store, "Whisper.");
  const choices = columnChoices("kept", choiceBasis(store.getState()));
  const choice = choices.find(({ source }) => controlSource(source)?.taught)!;
  expect(choice.source).toMatchObject({ description: "Shout.", taught: checksum });
  store.actions.addColumn(choice.source);
  await ask(store, "Hi");
  const { id } = store.getState().columns.at(-1)!;
  const control = store.getState().controlAdapters[id]!;
  expect(control.checksum).toBe(checksum);
  expect(engine.calls.chats.at(-1)!.columns.at(-1)!.adapterId).toBe(control.id);
  const { store: receiver } = await createReadyStore();
  await receiver.actions.openLink((await store.actions.createLink())!);
  expect(receiver.getState().columns).toHaveLength(2);
});

test("what the kept-back examples get right is counted before and after", async () => {
  const { store } = await createReadyStore({
    answer: ({ adapterId, messages }) =>
      adapterId === "adapter-2" || messages[0]!.content === "oak" ? "tree" : "no",
  });
  await generate(store, "Shout.");
  await takeExamples(store, `${FOUR}\nash,tree\nelm,tree\nfir,tree\nyew,tree\nbox,tree`);
  await store.actions.teach();
  await settle();
  const { adapter } = shown(store);
  const heldOut = adapter!.lesson!.heldOut;
  expect(teaching(store).scores[adapter!.checksum]).toEqual({
    before: heldOut.filter(({ input }) => input === "oak").length,
    right: heldOut.filter(({ output }) => output === "tree").length,
    total: 3,
  });
  expect(teaching(store).scoring).toBeNull();
});

test("what was taught once is no longer kept back, nor counted", async () => {
  const { store, engine } = await createReadyStore({ answer: () => "tree" });
  await generate(store, "Shout.");
  await takeExamples(store, `${FOUR}\nash,tree\nelm,tree\nfir,tree`);
  await store.actions.teach();
  const first = engine.calls.lessons[0]!;
  expect(first).toMatchObject({ heldOut: [] });
  await takeExamples(store, "yew,tree\nbox,tree");
  expect(taughtBefore(store.getState())).toHaveLength(7);
  await store.actions.teach();
  await settle();
  const { examples, heldOut } = lessonExamples(store.getState().examples.list);
  const known = new Set(first.examples.map(({ input }) => input));
  const fresh = heldOut.filter(({ input }) => !known.has(input));
  expect(fresh.length).toBeGreaterThan(0);
  expect(fresh.length).toBeLessThan(heldOut.length);
  expect(engine.calls.lessons[1]).toMatchObject({ examples, heldOut: fresh });
  expect(teaching(store).scores[shown(store).adapter!.checksum]).toMatchObject({
    total: fresh.length,
  });
  // From the words alone all of them are unknown again.
  store.actions.chooseBeginning({ kind: "zero" });
  await store.actions.teach();
  expect(engine.calls.lessons[2]).toMatchObject({ examples, heldOut });
});

test("more steps are compared with what their lesson began with", async () => {
  const { store } = await createReadyStore({
    answer: ({ adapterId }) => (adapterId === "adapter-1" ? "no" : "tree"),
  });
  await generate(store, "Shout.");
  await takeExamples(store, `${FOUR}\nash,tree\nelm,tree\nfir,tree\nyew,tree\nbox,tree`);
  await store.actions.teach();
  await settle();
  const score = () => teaching(store).scores[shown(store).adapter!.checksum];
  const first = score()!;
  expect(first).toMatchObject({ before: 0, total: 3 });
  expect(first.right).toBeGreaterThan(0);
  await store.actions.teachOn();
  await settle();
  expect(score()).toEqual(first);
});

test("a lesson from an adapter of the library is scored, too, and its start released", async () => {
  const { store, engine } = await createReadyStore({ answer: () => "tree" });
  await store.actions.openLibrary(memoryStorage().open);
  await generate(store, "Shout.");
  await settle();
  const [entry] = store.getState().library.entries;
  await takeExamples(store, `${FOUR}\nash,tree\nelm,tree\nfir,tree\nyew,tree\nbox,tree`);
  store.actions.chooseBeginning({ kind: "kept", id: entry!.id });
  await store.actions.teach();
  await settle();
  expect(teaching(store).scores[shown(store).adapter!.checksum]).toMatchObject({
    total: 3,
  });
  const { start } = engine.calls.lessons[0]!;
  expect(engine.calls.released).toContain(start.kind === "adapter" && start.adapterId);
});

test("the counts of the kept-back examples stay with the adapter, in library, file and card", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const tree = { answer: () => "tree" };
  const { store } = await visit(kept, library, tree);
  await generate(store, "Shout.");
  await takeExamples(store, `${FOUR}\nash,tree\nelm,tree\nfir,tree\nyew,tree\nbox,tree`);
  await store.actions.teach();
  await settle();
  const { checksum } = shown(store).adapter!;
  const score = teaching(store).scores[checksum]!;
  expect(score.total).toBe(3);

  const { store: next } = await visit(kept, library, tree);
  const taughtEntry = (of: AppStore) =>
    of.getState().library.entries.find(({ adapter }) => adapter.lesson)!;
  expect(taughtEntry(next).adapter.score).toEqual(score);
  await next.actions.openEntry(taughtEntry(next).id);
  expect(teaching(next).scores).toEqual({ [checksum]: score });
  await ask(next, "Hi");
  expect(taughtEntry(next).turns).toHaveLength(1);
  expect(taughtEntry(next).adapter.score).toEqual(score);
  expect(await next.actions.createModelCard(null)).toContain(
    `answers ${score.right} right (exact match, greedy); before its last lesson, ${score.before}.`,
  );

  const { store: receiver } = await createReadyStore(tree);
  await receiver.actions.openLibrary(memoryStorage().open);
  const file = await next.actions.exportLibrary();
  await receiver.actions.importLibrary(new TextDecoder().decode(file.bytes));
  expect(taughtEntry(receiver).adapter.score).toEqual(score);
});

test.each([
  { before: 1, right: 4, total: 3 },
  { before: -1, right: 0, total: 3 },
  { before: 0, right: 0, total: 0 },
  { before: 0.5, right: 1, total: 3 },
])("an entry that claims %o of the kept-back examples is refused", async (score) => {
  const { store } = await visit(keptLessons(), memoryStorage());
  await taughtOnce(store);
  const entry = store.getState().library.entries.find(({ adapter }) => adapter.lesson)!;
  const forged = { ...entry, adapter: { ...entry.adapter, score } };
  expect(() => readEntry(forged, LIBRARY_VERSION)).toThrow(/score/u);
});

test("a taught adapter of an earlier visit is taught on, and taught from by choice", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const { store } = await visit(kept, library);
  await taughtOnce(store);
  expect(shown(store).adapter!.goesOnFrom).toBeGreaterThan(0);
  const { store: next, engine } = await visit(kept, library);
  const entry = next.getState().library.entries.find(({ adapter }) => adapter.lesson)!;
  await next.actions.openEntry(entry.id);
  // What the optimizer held is gone with the engine that had it.
  expect(shown(next).adapter!.goesOnFrom).toBeUndefined();
  next.actions.setTeaching({ steps: 2 });
  await next.actions.teachOn();
  expect(engine.calls.lessons.map(({ start }) => start.kind)).toEqual([
    "lesson",
    "adapter",
  ]);
  expect(engine.calls.lessons[1]!.settings.steps).toBe(2);
  expect(shown(next).adapter).toMatchObject({
    goesOnFrom: 2,
    lesson: { keptStep: 2, before: { keptStep: 5 } },
  });
  next.actions.chooseBeginning({ kind: "kept", id: entry.id });
  await next.actions.teach();
  expect(shown(next).adapter!.lesson!.before).toMatchObject({ keptStep: 5 });
});

test.each([
  ["a count that is none", { keptStep: 0 }],
  ["a start that nobody knows", { start: { kind: "moon" } }],
  ["an example without an answer", { examples: [{ input: "a", output: "" }] }],
  ["a lesson within itself for ever", "deep"],
])("an entry whose lesson has %s is refused", async (_, damage) => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const { store } = await visit(kept, library);
  await taughtOnce(store);
  const entry = store.getState().library.entries.find(({ adapter }) => adapter.lesson)!;
  const whole = readEntry(entry, LIBRARY_VERSION);
  expect(whole.adapter.lesson).toEqual(entry.adapter.lesson);
  let lesson: unknown = { ...entry.adapter.lesson!, ...(damage as object) };
  if (damage === "deep") {
    lesson = entry.adapter.lesson;
    for (let depth = 0; depth < 600; depth++)
      lesson = { ...(lesson as object), before: lesson };
  }
  const damaged = { ...entry, adapter: { ...entry.adapter, lesson } };
  expect(() => readEntry(damaged, LIBRARY_VERSION)).toThrow();
});
