/** Kept adapters that need another base model than the loaded one. */
import { expect, test } from "vitest";
import { currentConversation } from "../../../src/store/state";
import type { AppStore } from "../../../src/store/store";
import { createReadyStore, generate, takeExamples } from "../appStore";
import { memoryStorage } from "./libraryEntries";

const SMOLLM2 = "smollm2-135m-instruct-q4_1";
const QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m";
const MOUSE = () => new File(["GGUF"], "mouse.gguf");
const entries = (store: AppStore) => store.getState().library.entries;
const adapterOf = (store: AppStore) => currentConversation(store.getState()).adapter;

async function withLibrary(storage = memoryStorage()) {
  const { store, engine } = await createReadyStore();
  await store.actions.openLibrary(storage.open);
  return { store, engine, storage };
}

test("an entry for another base model asks before it is loaded, and opens with it", async () => {
  const { store, engine } = await withLibrary();
  await generate(store, "Shout.");
  const { checksum } = adapterOf(store)!;
  await store.actions.switchBase(QWEN);
  const [entry] = entries(store);
  const declined = store.actions.openEntry(entry!.id);
  await expect
    .poll(() => store.getState().baseQuestion)
    .toMatchObject({ baseModelId: SMOLLM2, by: "library" });
  await store.actions.answerBaseQuestion(false);
  await declined;
  expect(store.getState()).toMatchObject({
    baseModelId: QWEN,
    library: { report: { kind: "declined" }, entries: [entry] },
  });
  const loads = engine.calls.loads.length;
  const opened = store.actions.openEntry(entry!.id);
  await expect.poll(() => store.getState().baseQuestion).not.toBeNull();
  await store.actions.answerBaseQuestion(true);
  await opened;
  expect(engine.calls.loads).toHaveLength(loads + 1);
  expect(store.getState().library.report).toEqual({
    kind: "opened",
    adapter: "identical",
  });
  expect(adapterOf(store)?.checksum).toBe(checksum);
});

test("an adapter taught on one's own base model names it, and says when it is missing", async () => {
  const first = await withLibrary();
  await first.store.actions.offerBase(MOUSE());
  await takeExamples(first.store, "a\tb\nc\td\n");
  await first.store.actions.teach();
  expect(entries(first.store)).toMatchObject([
    { hypernetwork: null, base: { label: "mouse", sha256: "5a".repeat(32) } },
  ]);

  // At the next visit the file is not there.
  const { store } = await withLibrary(first.storage);
  const [entry] = entries(store);
  await store.actions.openEntry(entry!.id);
  expect(store.getState()).toMatchObject({
    baseQuestion: null,
    baseModelId: SMOLLM2,
    library: {
      report: { kind: "missing-base", label: "mouse", sha256: "5a".repeat(32) },
    },
  });
  // Given again, it is asked about like any other.
  await store.actions.offerBase(MOUSE());
  await store.actions.switchBase(SMOLLM2);
  const opened = store.actions.openEntry(entry!.id);
  await expect
    .poll(() => store.getState().baseQuestion?.baseModelId)
    .toBe(entry!.base!.id);
  await store.actions.answerBaseQuestion(true);
  await opened;
  expect(store.getState().baseModelId).toBe(entry!.base!.id);
  expect(adapterOf(store)?.checksum).toBe(entry!.adapter.checksum);
});

test("an earlier adapter for another base model is shown, and nothing is loaded unasked", async () => {
  const { store, engine } = await withLibrary();
  await generate(store, "Shout.");
  const { key } = currentConversation(store.getState());
  await store.actions.offerBase(MOUSE());
  await takeExamples(store, "a\tb\nc\td\n");
  await store.actions.teach();
  const loads = engine.calls.loads.length;
  await store.actions.selectConversation(key);
  expect(adapterOf(store)?.description).toBe("Shout.");
  expect(engine.calls.loads).toHaveLength(loads);
});
