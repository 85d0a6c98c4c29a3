/** What a person does while a lesson waits, begins and runs: it is of what it was asked for. */
import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { MAXIMUM_ADAPTERS } from "../../../src/store/limits";
import type { AppStore } from "../../../src/store/store";
import { memoryStorage } from "../library/libraryEntries";
import {
  ask,
  createGate,
  createGeneratedStore,
  createReadyStore,
  FOUR,
  generate,
  settle,
  shown,
  takeExamples,
} from "../appStore";
import { keptLessons } from "./lessonStorages";

const NINE = `${FOUR}\nash,tree\nelm,tree\nfir,tree\nyew,tree\nbox,tree`;
const inputs = (examples: readonly { input: string }[]) =>
  examples.map(({ input }) => input);

/** A gate before the engine's steps of the kinds in `shut`. */
function doors() {
  const gate = createGate();
  const shut = new Set<string>();
  return {
    shut,
    open: gate.open,
    before: (step: string) => (shut.has(step) ? gate.passed : undefined),
  };
}

test("a lesson is repeated for the adapter on screen when it was asked for", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const first = await createReadyStore();
  await first.store.actions.openLessons(kept.open);
  await first.store.actions.openLibrary(library.open);
  for (const description of ["Shout.", "Whisper."]) {
    await generate(first.store, description);
    await takeExamples(first.store, FOUR);
    await first.store.actions.teach();
    await ask(first.store, description);
  }
  kept.adapters.clear();

  const { before, open, shut } = doors();
  const { store } = await createReadyStore({ before });
  await store.actions.openLessons(kept.open);
  await store.actions.openLibrary(library.open);
  const taught = store.getState().library.entries.filter(({ adapter }) => adapter.lesson);
  const [one, other] = taught as [(typeof taught)[0], (typeof taught)[0]];
  await store.actions.openEntry(other.id);
  const beside = shown(store);
  await store.actions.openEntry(one.id);
  const wanted = shown(store);
  expect(wanted.isAdapterLoaded).toBe(false);
  shut.add("generate");
  store.actions.setDescription("Sing.");
  const generated = store.actions.generate();
  const repeated = store.actions.repeatLesson();
  await settle();
  const opened = store.actions.selectConversation(beside.key);
  open();
  await Promise.all([generated, repeated, opened]);
  const now = (key: number) =>
    store.getState().conversations.find((conversation) => conversation.key === key)!;
  expect(now(wanted.key)).toMatchObject({
    isAdapterLoaded: true,
    description: one.description,
    adapter: { checksum: one.adapter.checksum },
    turns: wanted.turns,
  });
  expect(now(beside.key)).toEqual(beside);
});

test("what is repeated and comes out otherwise leaves the turns to their own adapter", async () => {
  const [kept, library] = [keptLessons(), memoryStorage()];
  const first = await createReadyStore();
  await first.store.actions.openLessons(kept.open);
  await first.store.actions.openLibrary(library.open);
  await generate(first.store, "Shout.");
  await takeExamples(first.store, FOUR);
  await first.store.actions.teach();
  await ask(first.store, "Hi");
  const { checksum } = shown(first.store).adapter!;
  kept.adapters.clear();

  const { store, engine } = await createReadyStore();
  const { teach } = engine;
  engine.teach = async (...asked) => ({
    ...(await teach(...asked)),
    checksum: "ab".repeat(32),
  });
  await store.actions.openLessons(kept.open);
  await store.actions.openLibrary(library.open);
  const entry = store.getState().library.entries.find(({ adapter }) => adapter.lesson)!;
  await store.actions.openEntry(entry.id);
  const before = shown(store);
  await store.actions.repeatLesson();
  expect(shown(store)).toMatchObject({
    adapter: { checksum: "ab".repeat(32) },
    isAdapterLoaded: true,
    turns: [],
  });
  const left = store.getState().conversations.find(({ key }) => key === before.key)!;
  expect(left).toMatchObject({ adapter: { checksum }, turns: before.turns });
});

test("the list is taught that was on screen when the lesson's turn came", async () => {
  const { before, open, shut } = doors();
  const { store, engine } = await createReadyStore({ before });
  await store.actions.openLibrary(memoryStorage().open);
  await generate(store, "Whisper.");
  await takeExamples(store, "up,down\nhot,cold");
  const beside = shown(store);
  await generate(store, "Shout.");
  store.actions.clearExamples();
  await takeExamples(store, FOUR);
  await settle();
  const entry = store
    .getState()
    .library.entries.find(({ description }) => description === "Shout.")!;
  store.actions.chooseBeginning({ kind: "kept", id: entry.id });
  store.actions.setTeaching({ seed: 7 });
  shut.add("generate");
  const taught = store.actions.teach();
  await settle();
  store.actions.setTeaching({ seed: 8 });
  store.actions.chooseBeginning({ kind: "zero" });
  await store.actions.selectConversation(beside.key);
  open();
  await taught;
  const [lesson] = engine.calls.lessons;
  expect(inputs(lesson!.examples)).toEqual(["cat", "oak", "owl", "pike"]);
  expect(lesson!.settings.seed).toBe(7);
  const found = store.getState().conversations.find(({ adapter }) => adapter?.lesson)!;
  expect(inputs(found.examples)).toEqual(["cat", "oak", "owl", "pike"]);
  expect(shown(store).key).toBe(beside.key);
});

test("more steps are of the lesson on screen when they were asked for", async () => {
  const { before, open, shut } = doors();
  const { store, engine } = await createGeneratedStore({ before });
  await takeExamples(store, FOUR);
  store.actions.setTeaching({ steps: 3 });
  await store.actions.teach();
  const first = shown(store);
  shut.add("generate");
  store.actions.setDescription("Whisper.");
  const generated = store.actions.generate();
  const taught = store.actions.teachOn();
  await settle();
  open();
  await Promise.all([generated, taught]);
  expect(engine.calls.lessons[1]).toMatchObject({
    start: { kind: "lesson", adapterId: first.adapter!.id },
    settings: { steps: 6 },
  });
  const more = store
    .getState()
    .conversations.find(({ adapter }) => adapter?.lesson?.keptStep === 6);
  expect(more).toMatchObject({ description: "Shout.", taughtFrom: first.key });
});

test("an interrupted lesson goes on whatever is opened while it comes back", async () => {
  let calls = 0;
  const { store, engine } = await createReadyStore({
    async before(step) {
      if (step !== "teach" || ++calls !== 5) return;
      await settle();
      throw new AppError({ code: "device-lost" });
    },
  });
  await generate(store, "Whisper.");
  const beside = shown(store);
  await generate(store, "Shout.");
  await takeExamples(store, FOUR);
  store.actions.setTeaching({ steps: 6 });
  await store.actions.teach();
  expect(store.getState().teaching.interrupted).toMatchObject({ step: 3, steps: 6 });
  const { saveAdapter } = engine;
  engine.saveAdapter = async (id) => {
    await store.actions.selectConversation(beside.key);
    return saveAdapter(id);
  };
  await store.actions.resumeLesson("go-on");
  const [, rest] = engine.calls.lessons;
  expect(rest).toMatchObject({ start: { kind: "lesson" }, settings: { steps: 6 } });
  expect(inputs(rest!.examples)).toEqual(["cat", "oak", "owl", "pike"]);
  const ended = store
    .getState()
    .conversations.find(({ adapter }) => adapter?.lesson?.keptStep === 6);
  expect(ended).toMatchObject({ description: "Shout." });
});

test.each<[string, (store: AppStore) => Promise<unknown>]>([
  ["generating the same again", (store) => store.actions.generate()],
  [
    "making more adapters than are kept",
    async (store) => {
      for (let count = 0; count <= MAXIMUM_ADAPTERS; count += 1) {
        await generate(store, `Description ${count}.`);
      }
    },
  ],
])("%s while a lesson runs leaves it its score", async (_, meddle) => {
  const { before, open, shut } = doors();
  const { store, engine } = await createGeneratedStore({ before, answer: () => "tree" });
  await takeExamples(store, NINE);
  const start = shown(store).adapter!;
  shut.add("teach");
  const taught = store.actions.teach();
  await settle();
  await meddle(store);
  expect(engine.calls.released).not.toContain(start.id);
  open();
  await taught;
  await settle();
  const { scores } = store.getState().teaching;
  expect(Object.values(scores)).toMatchObject([{ total: 3 }]);
  expect(Object.values(scores)[0]!.before).not.toBeNull();
  expect(engine.calls.released).toContain(start.id);
});

test("what was learnt is counted where what was known before cannot be", async () => {
  const { store, engine } = await createGeneratedStore({ answer: () => "tree" });
  await takeExamples(store, NINE);
  const start = shown(store).adapter!;
  const { chat } = engine;
  engine.chat = async (request, ...rest) => {
    if (request.columns.some(({ adapterId }) => adapterId === start.id)) {
      throw new AppError({ code: "bad-input", fault: { kind: "adapter-gone" } });
    }
    return chat(request, ...rest);
  };
  await store.actions.teach();
  await settle();
  const { scores, scoring } = store.getState().teaching;
  expect(Object.values(scores)).toMatchObject([{ before: null, total: 3 }]);
  expect(scoring).toBeNull();
});
