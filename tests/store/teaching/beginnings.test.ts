/** The adapters of the library that a lesson can begin with. */
import { expect, test } from "vitest";
import { currentConversation } from "../../../src/store/state";
import type { AppStore } from "../../../src/store/store";
import { beginningEntries, nextBeginning } from "../../../src/store/teaching/settings";
import { memoryStorage } from "../library/libraryEntries";
import type { FakeOptions } from "../../fakeEngine";
import {
  createGate,
  createReadyStore,
  generate,
  settle,
  takeExamples,
  type TestStore,
} from "../appStore";
import { keptLessons } from "./lessonStorages";

const SMOLLM2 = "smollm2-135m-instruct-q4_1";
const QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m";
const FILES = [{ path: "theirs.zip", content: new Blob(["PK"]) }];

const offered = (store: AppStore) =>
  beginningEntries(store.getState()).map(({ id }) => id);

/** A page with a library of one generated adapter, which the next lesson is to begin with. */
async function beginningWithEntry(
  options: FakeOptions = {},
): Promise<TestStore & { id: string }> {
  const made = await createReadyStore(options);
  const { store } = made;
  await store.actions.openLibrary(memoryStorage().open);
  await generate(store, "Shout.");
  const { id } = store.getState().library.entries[0]!;
  await generate(store, "Whisper.");
  await takeExamples(store, "a,b");
  store.actions.chooseBeginning({ kind: "kept", id });
  expect(nextBeginning(store.getState())).toEqual({ kind: "kept", id });
  return { ...made, id };
}

test("an entry of another checkpoint is no beginning while that one is not loaded", async () => {
  const { store, id } = await beginningWithEntry();
  await store.actions.switchBase(QWEN);
  expect(offered(store)).toEqual([]);
  expect(nextBeginning(store.getState())).toEqual({ kind: "shown" });
  await store.actions.switchBase(SMOLLM2);
  expect(nextBeginning(store.getState())).toEqual({ kind: "kept", id });
});

test("a removed entry gives way to the adapter shown", async () => {
  const { store, engine, id } = await beginningWithEntry();
  const shown = currentConversation(store.getState()).adapter!;
  store.actions.removeEntry(id);
  expect(nextBeginning(store.getState())).toEqual({ kind: "shown" });
  await store.actions.teach();
  expect(engine.calls.lessons[0]!.start).toEqual({
    kind: "adapter",
    adapterId: shown.id,
  });
});

test("a lesson that waits does not begin elsewhere than it was asked to", async () => {
  const gate = createGate();
  let isHeld = false;
  const { store, engine, id } = await beginningWithEntry({
    before: (step) => (step === "generate" && isHeld ? gate.passed : undefined),
  });
  isHeld = true;
  const generated = generate(store, "Sing.");
  const lesson = store.actions.teach();
  await settle();
  store.actions.removeEntry(id);
  gate.open();
  await Promise.all([generated, lesson]);
  expect(store.getState().teaching.run).toMatchObject({
    status: "failed",
    failure: { fault: { kind: "adapter-gone" } },
  });
  expect(engine.calls.lessons).toEqual([]);
});

test("an imported adapter is a beginning on its base model as long as its numbers are kept", async () => {
  const [storage, kept] = [memoryStorage(), keptLessons()];
  const first = (await createReadyStore()).store;
  await first.actions.openLessons(kept.open);
  await first.actions.openLibrary(storage.open);
  await first.actions.importAdapter(FILES);
  const { id, adapter } = first.getState().library.entries[0]!;

  const { store, engine } = await createReadyStore();
  await store.actions.openLessons(kept.open);
  await store.actions.openLibrary(storage.open);
  await takeExamples(store, "a,b");
  expect(offered(store)).toEqual([id]);
  store.actions.chooseBeginning({ kind: "kept", id });
  await store.actions.teach();
  expect(engine.calls.lessons[0]!.start.kind).toBe("adapter");
  expect(currentConversation(store.getState()).adapter).toMatchObject({
    imported: { name: "theirs.zip" },
  });

  await store.actions.switchBase(QWEN);
  expect(offered(store)).toEqual([]);
  await store.actions.switchBase(SMOLLM2);
  kept.adapters.delete(adapter.checksum);
  expect(await store.actions.restoreTaught(adapter)).toBeNull();
  expect(offered(store)).not.toContain(id);
});
