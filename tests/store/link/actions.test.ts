import { expect, test } from "vitest";
import { deflate, inflate } from "../../../src/formats/compression";
import { currentConversation } from "../../../src/store/state";
import type { AppStore } from "../../../src/store/store";
import {
  ask,
  createGate,
  createGeneratedStore,
  createReadyStore,
  createTestStore,
  generate,
  settle,
  takeExamples,
  turns,
} from "../appStore";

/** The link with some of its JSON replaced. */
async function altered(link: string, change: object): Promise<string> {
  const json = JSON.parse(await inflate(link.slice(3), 65_536)) as object;
  return `v3=${await deflate(JSON.stringify({ ...json, ...change }))}`;
}

async function sentLink(): Promise<string> {
  const { store } = await createGeneratedStore();
  store.actions.setStrength(0.5);
  store.actions.setSampler({ temperature: 0.7, seed: 3 });
  store.actions.addColumn({ kind: "prompted" });
  await ask(store, "one");
  await ask(store, "two");
  store.actions.setMessage("three");
  return (await store.actions.createLink())!;
}

test("a link restores the view, makes the same adapter and asks the same messages", async () => {
  const link = await sentLink();
  const { store } = await createReadyStore();
  await store.actions.openLink(link);
  expect(store.getState()).toMatchObject({
    link: { status: "restored", adapter: "identical", otherModels: [] },
    description: "Shout.",
    message: "three",
    strength: 0.5,
    columns: [{ id: "base" }, { id: "adapted" }, { id: "prompted" }],
    sampler: { temperature: 0.7, seed: 3 },
  });
  expect(turns(store).map(({ message }) => message)).toEqual(["one", "two"]);
  expect(Object.keys(turns(store)[0]!.answers)).toEqual(["base", "adapted", "prompted"]);
});

test("a link carries earlier adapters of its own checkpoint alone, as columns", async () => {
  const { store } = await createGeneratedStore();
  const { hypernetworkId } = store.getState();
  const kept = { kind: "kept", description: "Whisper." } as const;
  store.actions.addColumn({ ...kept, hypernetworkId: hypernetworkId! });
  store.actions.addColumn({ ...kept, hypernetworkId: "another" });
  const link = (await store.actions.createLink())!;
  const { store: opened } = await createReadyStore();
  await opened.actions.openLink(link);
  expect(opened.getState().columns.map(({ source }) => source)).toEqual([
    { kind: "base" },
    { kind: "adapted" },
    kept,
  ]);
  // The link does not say what wrote it, so it cannot be told from the library's own.
  opened.actions.addColumn({ ...kept, hypernetworkId: hypernetworkId! });
  expect(opened.getState().columns).toHaveLength(3);
});

test("texts are there before the models are", async () => {
  const link = await sentLink();
  const gate = createGate();
  const { store } = createTestStore({
    before: (step) => (step === "load" ? gate.passed : undefined),
  });
  void store.actions.start();
  const opened = store.actions.openLink(link);
  await expect
    .poll(() => store.getState())
    .toMatchObject({
      description: "Shout.",
      link: { status: "restoring" },
    });
  gate.open();
  await opened;
  expect(turns(store)).toHaveLength(2);
});

test("rounding on another device is told from another adapter", async () => {
  const link = await sentLink();
  const { store } = await createReadyStore();
  await store.actions.openLink(await altered(link, { a: "ab" }));
  expect(store.getState().link).toMatchObject({ adapter: "same-up-to-rounding" });
  await store.actions.openLink(await altered(link, { a: "ab", q: [1, 2, 3] }));
  expect(store.getState().link).toMatchObject({ adapter: "different" });
});

test("a link for other models says which and still opens", async () => {
  const link = await altered(await sentLink(), {
    b: ["some-other-model", "ab"],
    g: ["smollm2-135m-t2l-g-sft", "cd"],
  });
  const { store } = await createReadyStore();
  await store.actions.openLink(link);
  expect(store.getState().link).toMatchObject({
    status: "restored",
    otherModels: [
      { theirs: "some-other-model", ours: "smollm2-135m-instruct-q4_1" },
      { theirs: "smollm2-135m-t2l-g-sft", ours: "smollm2-135m-t2l-g-sft" },
    ],
  });
  expect(turns(store)).toHaveLength(2);
});

test("a mangled link says so and changes nothing", async () => {
  const { store } = await createGeneratedStore();
  const { description, conversations } = store.getState();
  await store.actions.openLink("v1=abcd");
  expect(store.getState()).toMatchObject({
    link: { status: "unreadable" },
    description,
    conversations,
  });
});

test("opening a link starts a conversation of its own", async () => {
  const link = await sentLink();
  const { store } = await createReadyStore();
  await generate(store, "Whisper.");
  await ask(store, "mine");
  await store.actions.openLink(link);
  expect(turns(store).map(({ message }) => message)).toEqual(["one", "two"]);
  expect(store.getState().conversations).toHaveLength(2);
});

test("a link without an adapter starts one, too, and leaves the adapter on screen alone", async () => {
  const { store: sender } = await createReadyStore();
  await ask(sender, "theirs");
  const { store, engine } = await createGeneratedStore();
  await ask(store, "mine");
  const before = currentConversation(store.getState());
  const answered = engine.calls.chats.length;
  await store.actions.openLink((await sender.actions.createLink())!);
  expect(currentConversation(store.getState())).toMatchObject({ adapter: null });
  expect(turns(store).map(({ message }) => message)).toEqual(["theirs"]);
  expect(engine.calls.chats.slice(answered)).toMatchObject([
    { columns: [{ adapterId: null }] },
  ]);
  expect(store.getState().conversations).toContainEqual(before);
  // Nor are its messages those of a link without an adapter that was opened before.
  await store.actions.openLink((await sender.actions.createLink())!);
  expect(turns(store).map(({ message }) => message)).toEqual(["theirs"]);
});

test("a link without an adapter lets an answer end where it was asked", async () => {
  const { store: sender } = await createReadyStore();
  await ask(sender, "theirs");
  const gate = createGate();
  const { store } = await createGeneratedStore({
    before: (step) => (step === "token" ? gate.passed : undefined),
  });
  const asked = ask(store, "mine");
  const { key } = currentConversation(store.getState());
  const opened = store.actions.openLink((await sender.actions.createLink())!);
  await expect.poll(() => store.getState().link.status).toBe("restoring");
  await settle();
  expect(store.getState().currentKey).toBe(key);
  gate.open();
  await Promise.all([asked, opened]);
  expect(store.getState().conversations).toMatchObject([
    { key, turns: [{ message: "mine" }] },
    { turns: [{ message: "theirs" }] },
  ]);
});

test("a link to an adapter that is already here leaves its conversation alone", async () => {
  const link = await sentLink();
  const { store } = await createGeneratedStore();
  await ask(store, "mine");
  await store.actions.openLink(link);
  expect(turns(store).map(({ message }) => message)).toEqual(["one", "two"]);
  expect(store.getState().conversations.map(({ turns }) => turns.length)).toEqual([1, 2]);
});

test("a link that is opened while another is being opened comes after it", async () => {
  const link = await sentLink();
  const gate = createGate();
  const { store, engine } = await createReadyStore({
    before: (step) => (step === "chat" ? gate.passed : undefined),
  });
  const other = await altered(link, { d: "Whisper.", m: ["four"] });
  const opened = [store.actions.openLink(link)];
  await expect.poll(() => engine.calls.chats.length).toBe(1);
  opened.push(store.actions.openLink(other));
  await expect.poll(() => store.getState().description).toBe("Whisper.");
  gate.open();
  await Promise.all(opened);
  expect(store.getState()).toMatchObject({
    description: "Whisper.",
    link: { status: "restored" },
  });
  expect(turns(store).map(({ message }) => message)).toEqual(["four"]);
  expect(engine.calls.chats).toHaveLength(3);
});

test("cancelling what a link asks for ends the restoring", async () => {
  const link = await sentLink();
  const { store } = await createReadyStore({
    before: (step) => (step === "generate" ? new Promise(() => {}) : undefined),
  });
  const opened = store.actions.openLink(link);
  await expect.poll(() => store.getState().generation.status).toBe("running");
  store.actions.cancelGeneration();
  await opened;
  expect(store.getState().link).toEqual({ status: "none" });
});

test("a link made before anything was generated carries the texts", async () => {
  const { store: sender } = createTestStore();
  sender.actions.setDescription("Shout.");
  sender.actions.setMessage("hello");
  const { store } = await createReadyStore();
  await store.actions.openLink((await sender.actions.createLink())!);
  expect(store.getState()).toMatchObject({
    description: "Shout.",
    message: "hello",
    link: { status: "restored", adapter: "absent" },
  });
  expect(turns(store)).toEqual([]);
});

test("examples come along while they are few; of many the link says how many there are", async () => {
  const { store: sender } = await createGeneratedStore();
  await takeExamples(sender, "a,A\nb,B");
  const { store } = await createReadyStore();
  await takeExamples(store, "mine,x");
  await store.actions.openLink((await sender.actions.createLink())!);
  const inputs = () => store.getState().examples.list.map(({ input }) => input);
  expect(inputs()).toEqual(["a", "b"]);
  store.actions.undoExamples();
  expect(inputs()).toEqual(["mine"]);
  await takeExamples(
    sender,
    Array.from({ length: 40 }, (_, row) => `in ${row},out`).join("\n"),
  );
  await store.actions.openLink((await sender.actions.createLink())!);
  expect(store.getState().examples).toMatchObject({ list: [], missing: 42 });
  store.actions.undoExamples();
  expect(inputs()).toEqual(["mine"]);
});

test("a short list of long texts does not go into the link", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, `${"a".repeat(2000)},x\n${"b".repeat(2000)},y`);
  const { store: opened } = await createReadyStore();
  await opened.actions.openLink((await store.actions.createLink())!);
  expect(opened.getState().examples).toMatchObject({ list: [], missing: 2 });
});

const ROWS = Array.from({ length: 25 }, (_, row) => `in ${row},out ${row}`).join("\n");

test.each<[string, boolean, (store: AppStore) => unknown]>([
  ["nothing else", true, () => {}],
  ["a short list", true, (store) => takeExamples(store, "a,b\nc,d")],
  ["a long list", false, (store) => takeExamples(store, ROWS)],
  [
    "a row that is half typed",
    false,
    (store) => {
      store.actions.addExample();
      store.actions.editExample(1, { input: "a" });
    },
  ],
  ["a long message", false, (store) => store.actions.setMessage("x".repeat(5000))],
  ["a changed description", false, (store) => store.actions.setDescription("Whisper.")],
])("a reload with %s brings everything back: %s", async (_, isWhole, type) => {
  const { store } = await createGeneratedStore();
  await type(store);
  expect(await store.actions.createReload()).toMatchObject({ isWhole });
});
