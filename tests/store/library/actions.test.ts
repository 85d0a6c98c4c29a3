import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { currentConversation } from "../../../src/store/state";
import type { AppStore } from "../../../src/store/store";
import {
  ask,
  createGeneratedStore,
  createReadyStore,
  generate,
  settle,
  takeExamples,
  turns,
} from "../appStore";
import { adapterOf, keptTurn, libraryEntry, memoryStorage } from "./libraryEntries";

beforeEach(() => vi.setSystemTime(1_800_000_000_000));
afterEach(() => vi.useRealTimers());

function entries(store: AppStore) {
  return store.getState().library.entries;
}

async function withLibrary(storage = memoryStorage()) {
  const { store, engine } = await createReadyStore();
  await store.actions.openLibrary(storage.open);
  return { store, engine, storage };
}

test("every adapter is kept by itself, with what was asked of it", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  await ask(store, "hello");
  store.actions.setStrength(1.5);
  await generate(store, "Whisper.");
  expect([...storage.kept.values()]).toMatchObject([
    { description: "Shout.", strength: 1.5, turns: [{ message: "hello" }] },
    { description: "Whisper.", strength: 1.5, turns: [] },
  ]);
  expect(entries(store)).toEqual([...storage.kept.values()]);
  expect(entries(store)[0]!.turns[0]!.answers.map(({ source }) => source.kind)).toEqual([
    "base",
    "adapted",
  ]);
});

test("what was made before the library opened is kept too", async () => {
  const { store } = await createGeneratedStore();
  const storage = memoryStorage();
  await store.actions.openLibrary(storage.open);
  expect(storage.kept.size).toBe(1);
});

test("the same description again is the same entry", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  await generate(store, "Whisper.");
  await generate(store, "Shout.");
  expect(storage.kept.size).toBe(2);
});

test("an adapter made again on the next visit keeps what was asked and shown before", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await takeExamples(first.store, "cat,animal\noak,tree");
  await ask(first.store, "hello");
  const second = await withLibrary(first.storage);
  const [before] = entries(second.store);
  await generate(second.store, "Shout.");
  expect(entries(second.store)).toEqual([before]);
  await ask(second.store, "again");
  expect([...first.storage.kept.values()]).toMatchObject([
    { turns: [{ message: "hello" }, { message: "again" }] },
  ]);
  expect(entries(second.store)[0]!.examples).toEqual(before!.examples);
  await takeExamples(second.store, "elm,tree");
  // A new list says nothing of the examples that were shown before.
  const inputs = ["cat", "oak", "elm"].map((input) => ({ input }));
  expect(entries(second.store)[0]!.examples).toMatchObject(inputs);
  // Once removed, what was asked on other visits stays away.
  second.store.actions.removeEntry(before!.id);
  await ask(second.store, "anew");
  expect(entries(second.store)).toMatchObject([
    { turns: [{ message: "again" }, { message: "anew" }] },
  ]);
});

test("opening another entry leaves the strength of the one on screen alone", async () => {
  const { store } = await withLibrary();
  await generate(store, "Shout.");
  store.actions.setStrength(1.5);
  await generate(store, "Whisper.");
  store.actions.setStrength(0.5);
  const [shout] = entries(store).filter(({ description }) => description === "Shout.");
  await store.actions.openEntry(shout!.id);
  expect(store.getState().strength).toBe(1.5);
  const strengths = Object.fromEntries(
    entries(store).map(({ description, strength }) => [description, strength]),
  );
  expect(strengths).toEqual({ "Shout.": 1.5, "Whisper.": 0.5 });
});

test("putting a removed entry back loses nothing that was asked since", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  store.actions.removeEntry(entries(store)[0]!.id);
  await ask(store, "hello");
  store.actions.undoRemove();
  await settle();
  expect([...storage.kept.values()]).toMatchObject([{ turns: [{ message: "hello" }] }]);
});

test("putting a removed entry back brings its examples, also beside one that was added since", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await takeExamples(first.store, "cat,animal\noak,tree");
  const { store, storage } = await withLibrary(first.storage);
  await generate(store, "Shout.");
  store.actions.removeEntry(entries(store)[0]!.id);
  vi.setSystemTime(1_800_000_001_000);
  store.actions.correctAnswer("elm", "tree");
  await ask(store, "hello");
  store.actions.undoRemove();
  await settle();
  const inputs = ["cat", "oak", "elm"].map((input) => ({ input }));
  expect([...storage.kept.values()]).toMatchObject([{ examples: inputs }]);
});

/** A visit on which `Shout.` is made again of an entry that was asked "hello" on another. */
async function secondVisit() {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await ask(first.store, "hello");
  const second = await withLibrary(first.storage);
  await generate(second.store, "Shout.");
  return second;
}

function keptMessages({
  storage,
}: Pick<Awaited<ReturnType<typeof withLibrary>>, "storage">) {
  return [...storage.kept.values()].map(({ turns }) => turns.map((one) => one.message));
}

test("what was asked on other visits is kept beside what is asked once an entry is put back", async () => {
  const { store, storage } = await secondVisit();
  await takeExamples(store, "cat,animal");
  store.actions.removeEntry(entries(store)[0]!.id);
  store.actions.undoRemove();
  await ask(store, "hello");
  expect(keptMessages({ storage })).toEqual([["hello", "hello"]]);
  expect(entries(store)[0]!.examples).toMatchObject([{ input: "cat" }]);
});

test("what was asked before an entry was removed and what was asked after are one when it is put back", async () => {
  const { store, storage } = await secondVisit();
  await ask(store, "again");
  store.actions.removeEntry(entries(store)[0]!.id);
  vi.setSystemTime(1_800_000_001_000);
  await ask(store, "anew");
  store.actions.undoRemove();
  await ask(store, "last");
  expect(keptMessages({ storage })).toEqual([["hello", "again", "anew", "last"]]);
});

test("an entry of another visit that was removed is kept again once it is asked", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await ask(first.store, "one");
  await ask(first.store, "two");
  const { store, storage } = await withLibrary(first.storage);
  store.actions.removeEntry(entries(store)[0]!.id);
  await generate(store, "Shout.");
  expect(entries(store)).toEqual([]);
  await ask(store, "anew");
  expect(keptMessages({ storage })).toEqual([["anew"]]);
});

test("what a library file brings stays when its adapter is asked on", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  await ask(store, "one");
  const [here] = entries(store);
  const turns = ["a", "b", "c"].map(keptTurn);
  const examples = [{ input: "cat", expected: "animal", role: null }];
  const changedAt = here!.changedAt + 1;
  const file = {
    format: "text-to-lora-library",
    version: 5,
    entries: [{ ...here!, turns, examples, changedAt }],
  };
  await store.actions.importLibrary(JSON.stringify(file));
  await ask(store, "two");
  expect(keptMessages({ storage })).toEqual([["one", "a", "b", "c", "two"]]);
  expect(entries(store)[0]!.examples).toEqual(examples);
  // What is cleared is cleared in the library too, and nothing else is.
  store.actions.clear();
  await settle();
  expect(keptMessages({ storage })).toEqual([["a", "b", "c"]]);
});

test("an entry that a file brings after it was removed has what was asked here once it is asked", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  await ask(store, "one");
  const [here] = entries(store);
  store.actions.removeEntry(here!.id);
  const file = {
    format: "text-to-lora-library",
    version: 5,
    entries: [{ ...here!, turns: [keptTurn("a")] }],
  };
  await store.actions.importLibrary(JSON.stringify(file));
  expect(keptMessages({ storage })).toEqual([["a", "one"]]);
  await ask(store, "two");
  expect(keptMessages({ storage })).toEqual([["a", "one", "two"]]);
});

test("an entry that is opened shows what was asked on other visits beside what was asked here", async () => {
  const { store, storage } = await secondVisit();
  await ask(store, "again");
  await store.actions.openEntry(entries(store)[0]!.id);
  expect(turns(store).map(({ message }) => message)).toEqual(["hello", "again"]);
  await ask(store, "last");
  expect(keptMessages({ storage })).toEqual([["hello", "again", "last"]]);
  store.actions.clear();
  await settle();
  expect(keptMessages({ storage })).toEqual([[]]);
});

test("what is cleared after its entry was opened anew is cleared in the library", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  await ask(store, "one");
  await store.actions.openEntry(entries(store)[0]!.id);
  store.actions.clear();
  await settle();
  expect(keptMessages({ storage })).toEqual([[]]);
});

test("an entry that is opened shows its examples of other visits", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await takeExamples(first.store, "cat,animal");
  const { store } = await withLibrary(first.storage);
  await generate(store, "Shout.");
  expect(store.getState().examples.list).toEqual([]);
  await store.actions.openEntry(entries(store)[0]!.id);
  expect(store.getState().examples.list).toMatchObject([{ input: "cat" }]);
});

test("two conversations of one adapter are one entry that has the messages of both", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  await ask(store, "one");
  const { currentKey } = store.getState();
  await store.actions.generate("fresh");
  await ask(store, "two");
  expect(store.getState().currentKey).not.toBe(currentKey);
  await store.actions.selectConversation(currentKey);
  await ask(store, "three");
  expect(keptMessages({ storage })).toEqual([["one", "two", "three"]]);
});

test("two tabs with one adapter lose neither's messages nor examples, and what is cleared stays so", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  await ask(store, "start");
  const other = await withLibrary(storage);
  await other.store.actions.openEntry(entries(other.store)[0]!.id);
  await takeExamples(other.store, "cat,animal");
  await ask(store, "here");
  await ask(other.store, "there");
  await ask(store, "here again");
  expect(keptMessages({ storage })).toEqual([["start", "here", "there", "here again"]]);
  expect(entries(store)).toEqual([...storage.kept.values()]);
  expect(entries(store)[0]!.examples).toMatchObject([{ input: "cat" }]);
  store.actions.clear();
  await settle();
  await ask(other.store, "end");
  expect(keptMessages({ storage })).toEqual([["there", "end"]]);
});

test("an entry opens on the next visit with its conversation and its strength", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  await ask(first.store, "hello");
  first.store.actions.setStrength(0.5);
  const { store, engine } = await withLibrary(first.storage);
  await store.actions.openEntry(entries(store)[0]!.id);
  expect(store.getState()).toMatchObject({
    description: "Shout.",
    strength: 0.5,
    library: { report: { kind: "opened", adapter: "identical" } },
  });
  expect(turns(store)).toMatchObject([{ message: "hello" }]);
  expect(currentConversation(store.getState()).isAdapterLoaded).toBe(true);
  await ask(store, "again");
  expect(engine.calls.chats[0]!.columns[1]!.adapterId).not.toBeNull();
  expect(entries(store)).toHaveLength(1);
  expect(entries(store)[0]!.turns).toHaveLength(2);
});

test("an adapter of other weights says that it came out different", async () => {
  const old = libraryEntry({
    adapter: adapterOf("b2".repeat(32)),
    turns: [keptTurn("a")],
  });
  const { store } = await withLibrary(memoryStorage([old]));
  await store.actions.openEntry(old.id);
  expect(store.getState().library.report).toEqual({
    kind: "opened",
    adapter: "different",
  });
  expect(entries(store)).toHaveLength(2);
});

test("an adapter of a hypernetwork the page lacks is not opened", async () => {
  const hypernetwork = { id: "gone", label: "Gone", sha256: "d4".repeat(32) };
  const { store } = await withLibrary(memoryStorage([libraryEntry({ hypernetwork })]));
  await store.actions.openEntry(entries(store)[0]!.id);
  expect(store.getState().library.report).toEqual({
    kind: "unknown-model",
    id: "gone",
  });
  expect(currentConversation(store.getState()).adapter).toBeNull();
});

test("a removed entry stays away until it is put back", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  const [entry] = entries(store);
  store.actions.removeEntry(entry!.id);
  store.actions.setStrength(0.5);
  await settle();
  expect(storage.kept.size).toBe(0);
  store.actions.undoRemove();
  expect(entries(store)).toEqual([entry]);
  await settle();
  expect(storage.kept.size).toBe(1);
});

test("a removed adapter that is asked again is kept again", async () => {
  const { store } = await withLibrary();
  await generate(store, "Shout.");
  store.actions.removeEntry(entries(store)[0]!.id);
  await ask(store, "hello");
  expect(entries(store)).toHaveLength(1);
});

test("a name and a pin stay when the adapter is asked", async () => {
  const { store } = await withLibrary();
  await generate(store, "Shout.");
  const { id } = entries(store)[0]!;
  store.actions.nameEntry(id, "loud");
  store.actions.pinEntry(id, true);
  await ask(store, "hello");
  expect(entries(store)).toMatchObject([
    { name: "loud", isPinned: true, turns: [{ message: "hello" }] },
  ]);
});

test("a full browser keeps entries for this tab and says so, until there is room", async () => {
  const { store, storage } = await withLibrary();
  storage.isFull = true;
  await generate(store, "Shout.");
  await settle();
  expect(store.getState().library.status).toBe("full");
  expect(entries(store)).toHaveLength(1);
  storage.isFull = false;
  store.actions.nameEntry(entries(store)[0]!.id, "loud");
  await settle();
  expect(store.getState().library.status).toBe("ready");
  expect(storage.kept.size).toBe(1);
});

test("what a full browser has not kept is kept later though another tab writes meanwhile", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  await ask(store, "one");
  storage.isFull = true;
  await ask(store, "two");
  (storage as unknown as { events: { onChange(): void } }).events.onChange();
  await settle();
  storage.isFull = false;
  await ask(store, "three");
  await settle();
  expect(keptMessages({ storage })).toEqual([["one", "two", "three"]]);
});

test("without storage the list lasts as long as the tab", async () => {
  const { store } = await createReadyStore();
  await store.actions.openLibrary(() => Promise.reject(new Error("private")));
  await generate(store, "Shout.");
  expect(store.getState().library).toMatchObject({ status: "session" });
  expect(entries(store)).toHaveLength(1);
});

test("storage that does not answer is not waited for, and is taken when it does", async () => {
  vi.useFakeTimers();
  const here = libraryEntry({ description: "Whisper." });
  const storage = memoryStorage([here]);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const { store } = await createReadyStore();
  const opened = store.actions.openLibrary((events) =>
    asked.then(() => storage.open(events)),
  );
  expect(store.getState().library.status).toBe("opening");
  await vi.advanceTimersByTimeAsync(15_000);
  expect(store.getState().library.status).toBe("session");
  await generate(store, "Shout.");
  expect(entries(store)).toMatchObject([{ description: "Shout." }]);
  answer();
  await opened;
  expect(store.getState().library.status).toBe("ready");
  const both = [{ description: "Whisper." }, { description: "Shout." }];
  expect(entries(store)).toMatchObject(both);
  expect([...storage.kept.values()]).toMatchObject(both);
});

test("a library file is added to what is here", async () => {
  const { store } = await withLibrary();
  await generate(store, "Shout.");
  const [here] = entries(store);
  const other = libraryEntry({
    id: `${"c3".repeat(8)}-${"b2".repeat(16)}`,
    description: "Whisper.",
    adapter: adapterOf("b2".repeat(32)),
  });
  const changed = { ...here!, name: "loud", changedAt: here!.changedAt + 1 };
  const file = {
    format: "text-to-lora-library",
    version: 2,
    entries: [changed, other, 7],
  };
  await store.actions.importLibrary(JSON.stringify(file));
  expect(store.getState().library.report).toEqual({
    kind: "imported",
    added: 1,
    merged: 1,
    refused: 1,
  });
  expect(entries(store).map(({ name }) => name)).toEqual(["loud", ""]);
});

test("a file that is no library changes nothing", async () => {
  const { store } = await withLibrary();
  await store.actions.importLibrary("{}");
  expect(store.getState().library).toMatchObject({
    entries: [],
    report: { kind: "unreadable", reason: { kind: "not-a-library" } },
  });
});

test("a page that has been overtaken lets go of the library", async () => {
  const { store, storage } = await withLibrary();
  (storage as unknown as { events: { onOutdated(): void } }).events.onOutdated();
  expect(storage.isClosed).toBe(true);
  expect(store.getState().library.status).toBe("outdated");
});

test("examples are kept with their adapter and come back with it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  store.actions.correctAnswer("hello", "HELLO");
  const kept = () => [...storage.kept.values()].map(({ examples }) => examples);
  expect(kept()).toEqual([[{ input: "hello", expected: "HELLO", role: null }]]);
  const { id } = store.getState().examples.list[0]!;
  store.actions.editExample(id, { expected: "HELLO!" });
  store.actions.editExample(id, { expected: "HELLO!!" });
  expect(kept()).toMatchObject([[{ expected: "HELLO" }]]);
  await vi.runAllTimersAsync();
  expect(kept()).toMatchObject([[{ expected: "HELLO!!" }]]);
  vi.useRealTimers();
  const { store: later } = await withLibrary(storage);
  await later.actions.openEntry(entries(later)[0]!.id);
  expect(later.getState().examples.list).toMatchObject([
    { input: "hello", expected: "HELLO!!" },
  ]);
  expect(storage.kept.size).toBe(1);
});

test("an example that is typed is kept though another tab writes meanwhile", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  store.actions.correctAnswer("hello", "HELLO");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  store.actions.editExample(store.getState().examples.list[0]!.id, { expected: "HEY" });
  (storage as unknown as { events: { onChange(): void } }).events.onChange();
  await vi.runAllTimersAsync();
  expect([...storage.kept.values()]).toMatchObject([{ examples: [{ expected: "HEY" }] }]);
});

test("examples typed before an entry is opened come back by undoing, and leave the entry its own", async () => {
  const { store, storage } = await withLibrary();
  await generate(store, "Shout.");
  store.actions.correctAnswer("hello", "HELLO");
  const { store: later } = await withLibrary(storage);
  later.actions.setDescription("Whis");
  later.actions.correctAnswer("loud", "quiet");
  await later.actions.openEntry(entries(later)[0]!.id);
  later.actions.undoExamples();
  expect(later.getState()).toMatchObject({
    description: "Whis",
    examples: { list: [{ input: "loud" }] },
  });
  expect([...storage.kept.values()]).toMatchObject([{ examples: [{ input: "hello" }] }]);
});

test("what another tab writes changes no entry here, nor when it was changed last", async () => {
  const first = await withLibrary();
  await generate(first.store, "Shout.");
  const [shout] = entries(first.store);
  const score = { before: 1, right: 3, total: 4 };
  const scored = { ...shout!, adapter: { ...shout!.adapter, score } };
  first.storage.kept.set(shout!.id, scored);
  const { store, storage } = await withLibrary(first.storage);
  await generate(store, "Shout.");
  vi.setSystemTime(1_800_000_001_000);
  (storage as unknown as { events: { onChange(): void } }).events.onChange();
  await settle();
  await generate(store, "Whisper.");
  expect(storage.kept.get(shout!.id)).toEqual(scored);
});

test.each(["here", "in another tab"])(
  "an entry removed %s and kept anew by another tab loses nothing of either",
  async (place) => {
    const { store, storage } = await withLibrary();
    await generate(store, "Shout.");
    await ask(store, "one");
    await settle();
    const [shout] = entries(store);
    if (place === "here") store.actions.removeEntry(shout!.id);
    storage.kept.delete(shout!.id);
    (storage as unknown as { events: { onChange(): void } }).events.onChange();
    await settle();
    expect(entries(store)).toEqual([]);
    storage.kept.set(shout!.id, { ...shout!, turns: [keptTurn("theirs")] });
    await ask(store, "two");
    await settle();
    expect(keptMessages({ storage })).toEqual([["theirs", "one", "two"]]);
  },
);
