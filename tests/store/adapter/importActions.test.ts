import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import {
  ask,
  createGate,
  createReadyStore,
  createTestStore,
  generate,
  settle,
  shown,
  takeExamples,
  turns,
} from "../appStore";
import { keptLessons } from "../teaching/lessonStorages";
import { memoryStorage } from "../library/libraryEntries";

const FILES = [{ path: "theirs.zip", content: new Blob(["PK"]) }];

async function withLibrary(storage: ReturnType<typeof memoryStorage>) {
  const made = await createReadyStore();
  await made.store.actions.openLibrary(storage.open);
  return made;
}

test("an imported adapter answers, is checked, taught from and compared with", async () => {
  const { store, engine } = await createReadyStore();
  await generate(store, "Shout.");
  await store.actions.importAdapter(FILES);
  const { adapter } = shown(store);
  expect(adapter?.imported?.name).toBe("theirs.zip");
  await ask(store, "hello");
  expect(engine.calls.chats[0]!.columns[1]!.adapterId).toBe(adapter!.id);
  expect(turns(store)).toHaveLength(1);
  await takeExamples(store, "a,b\nc,d\ne,f");
  await store.actions.teach();
  expect(engine.calls.lessons[0]!.start).toEqual({
    kind: "adapter",
    adapterId: adapter!.id,
  });
  expect(shown(store).adapter).toMatchObject({
    hypernetworkId: null,
    imported: { name: "theirs.zip" },
    lesson: { keptStep: engine.calls.lessons[0]!.settings.steps },
  });
});

test("the list beside files read again replaces theirs, which undoing brings back", async () => {
  const { store } = await createReadyStore();
  await store.actions.importAdapter(FILES);
  await takeExamples(store, "own,yes");
  const imported = store.getState().currentKey;
  await generate(store, "Shout.");
  const shouting = store.getState().currentKey;
  await store.actions.selectConversation(imported);
  store.actions.correctAnswer("own", "no");
  await store.actions.selectConversation(shouting);
  await store.actions.importAdapter(FILES);
  expect(shown(store)).toMatchObject({
    key: imported,
    examples: [{ expected: "yes" }],
  });
  store.actions.undoExamples();
  expect(store.getState().examples.list).toMatchObject([{ expected: "no" }]);
});

test("what is typed and was made before stays", async () => {
  const { store } = await createReadyStore();
  await generate(store, "Shout.");
  store.actions.setDescription("Half a sen");
  await takeExamples(store, "a,b");
  await store.actions.importAdapter(FILES);
  expect(store.getState().description).toBe("Half a sen");
  expect(store.getState().examples.list).toHaveLength(1);
  expect(store.getState().conversations).toHaveLength(2);
});

test("it waits for the models, and an import that is cancelled changes nothing", async () => {
  const { store } = createTestStore();
  const imported = store.actions.importAdapter(FILES);
  expect(store.getState().importing).toEqual({ status: "waiting" });
  store.actions.cancelImport();
  await imported;
  expect(store.getState().importing).toEqual({ status: "idle" });
  await store.actions.start();
  await settle();
  expect(shown(store).adapter).toBeNull();
  expect(store.getState().notice).toBeNull();
});

test("what is dropped next takes the place of what still waits", async () => {
  const gate = createGate();
  const { store } = await createReadyStore({
    before: (step) => (step === "import" ? gate.passed : undefined),
  });
  const first = store.actions.importAdapter(FILES);
  const second = store.actions.importAdapter([{ ...FILES[0]!, path: "second.zip" }]);
  gate.open();
  await Promise.all([first, second]);
  expect(shown(store).adapter?.imported?.name).toBe("second.zip");
  expect(store.getState().importing).toEqual({ status: "idle" });
});

test("what cannot be used is refused with its cause, and nothing else changes", async () => {
  const fault = { kind: "no-alpha" } as const;
  const { store } = await createReadyStore({
    before(step) {
      if (step === "import") throw new AppError({ code: "bad-adapter", fault });
    },
  });
  await generate(store, "Shout.");
  const before = store.getState();
  await store.actions.importAdapter(FILES);
  expect(store.getState()).toEqual({
    ...before,
    notice: {
      kind: "failure",
      during: "import",
      failure: { code: "bad-adapter", fault },
    },
  });
});

test("the library keeps it, and the next visit puts its numbers back", async () => {
  const lessons = keptLessons();
  const storage = memoryStorage();
  const first = await withLibrary(storage);
  await first.store.actions.openLessons(lessons.open);
  await first.store.actions.importAdapter(FILES);
  await ask(first.store, "hello");
  const [entry] = first.store.getState().library.entries;
  expect(entry).toMatchObject({
    hypernetwork: null,
    base: { id: "smollm2-135m-instruct-q4_1" },
    adapter: { imported: { name: "theirs.zip" } },
    turns: [{ message: "hello" }],
  });

  const { store } = await withLibrary(storage);
  await store.actions.openLessons(lessons.open);
  await store.actions.openEntry(entry!.id);
  expect(shown(store)).toMatchObject({
    isAdapterLoaded: true,
    adapter: { checksum: entry!.adapter.checksum, imported: { name: "theirs.zip" } },
    turns: [{ message: "hello" }],
  });
  expect(store.getState().library.report).toEqual({
    kind: "opened",
    adapter: "identical",
  });
  expect(store.getState().library.entries).toHaveLength(1);
});

test("an entry for another base model loads that one first, when the person says so", async () => {
  const { store, engine } = await withLibrary(memoryStorage());
  await store.actions.importAdapter(FILES);
  const [entry] = store.getState().library.entries;
  await store.actions.switchBase("qwen2.5-coder-0.5b-instruct-q4_k_m");
  const opened = store.actions.openEntry(entry!.id);
  await expect.poll(() => store.getState().baseQuestion).not.toBeNull();
  await store.actions.answerBaseQuestion(true);
  await opened;
  expect(engine.calls.loads.at(-1)?.baseModelId).toBe("smollm2-135m-instruct-q4_1");
  expect(shown(store).isAdapterLoaded).toBe(true);
});

test("without its numbers it is named as missing, and its files bring it back", async () => {
  const storage = memoryStorage();
  const first = await withLibrary(storage);
  await first.store.actions.importAdapter(FILES);
  const [entry] = first.store.getState().library.entries;

  const { store } = await withLibrary(storage);
  await store.actions.openEntry(entry!.id);
  expect(shown(store).isAdapterLoaded).toBe(false);
  expect(store.getState().teaching.missing).toEqual([entry!.adapter.checksum]);
  await store.actions.importAdapter(FILES);
  expect(shown(store).isAdapterLoaded).toBe(true);
  expect(store.getState().teaching.missing).toEqual([]);
  expect(store.getState().conversations.filter(({ adapter }) => adapter)).toHaveLength(1);
});

test("a control column runs a kept one, which stays while it fits", async () => {
  const { store, engine } = await withLibrary(memoryStorage());
  await store.actions.importAdapter(FILES);
  const { checksum } = shown(store).adapter!;
  await generate(store, "Shout.");
  store.actions.addColumn({ kind: "kept", description: "", taught: checksum });
  await ask(store, "one");
  const idOf = () => engine.calls.chats.at(-1)!.columns[2]!.adapterId;
  const id = idOf();
  await ask(store, "two");
  expect(idOf()).toBe(id);
});

test("a link carries its texts and no adapter that it could not make", async () => {
  const { store } = await createReadyStore();
  await store.actions.importAdapter(FILES);
  const fragment = await store.actions.createLink();
  const opened = await createReadyStore();
  await opened.store.actions.openLink(`#${fragment}`);
  expect(opened.store.getState().link).toMatchObject({
    status: "restored",
    adapter: "absent",
  });
  expect(opened.store.getState().generation).toEqual({ status: "idle" });
});

test("the model card says where it came from", async () => {
  const { store } = await createReadyStore({
    imported: { baseName: "SmolLM2-135M-Instruct" },
  });
  await store.actions.importAdapter(FILES);
  const card = await store.actions.createModelCard(null);
  expect(card).toContain("read from theirs.zip");
  expect(card).toContain("name SmolLM2-135M-Instruct as their base model");
  expect(card).toContain("| Rank, alpha | 8, ");
  expect(card).toContain("q_proj, v_proj");
  expect(card).not.toContain("Hypernetwork");
  expect(card).not.toContain("no training on examples");
});
