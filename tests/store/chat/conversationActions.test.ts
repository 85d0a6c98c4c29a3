import { expect, test } from "vitest";
import type { ColumnRequest } from "../../../src/shared/chat";
import { AppError } from "../../../src/shared/errors";
import type { Announcement } from "../../../src/store/chat/state";
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

const answer = ({ id, messages }: ColumnRequest) => `${id}-${messages.length}`;

test("both columns are asked at once, with and without the adapter", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.setStrength(0.5);
  await ask(store, "  hello ");
  const messages = [{ role: "user", content: "hello" }];
  expect(engine.calls.chats[0]!.columns).toEqual([
    { id: "base", messages, adapterId: null, strength: 0.5, scope: null },
    { id: "adapted", messages, adapterId: "adapter-1", strength: 0.5, scope: null },
  ]);
  expect(turns(store)[0]).toMatchObject({
    message: "hello",
    strength: 0.5,
    answers: {
      base: { outcome: { status: "finished", finish: "stop" }, tokensPerSecond: 41.2 },
      adapted: { outcome: { status: "finished", finish: "stop" } },
    },
  });
});

test("without an adapter the base model answers alone", async () => {
  const { store, engine } = await createReadyStore();
  await ask(store, "hello");
  expect(engine.calls.chats[0]!.columns.map(({ id }) => id)).toEqual(["base"]);
});

test("the third column is told the adapter's description", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.addColumn({ kind: "prompted" });
  store.actions.setDescription("Something else, not generated.");
  await ask(store, "hello");
  expect(engine.calls.chats[0]!.columns[2]).toEqual({
    id: "prompted",
    messages: [
      { role: "system", content: "Shout." },
      { role: "user", content: "hello" },
    ],
    adapterId: null,
    strength: 1,
    scope: null,
  });
});

test("every column reads its own history and nobody else's", async () => {
  const { store, engine } = await createGeneratedStore({ answer });
  store.actions.rememberTurns(true);
  await ask(store, "one");
  store.actions.addColumn({ kind: "prompted" });
  await ask(store, "two");
  await ask(store, "three");
  const texts = engine.calls.chats[2]!.columns.map(({ messages }) =>
    messages.map(({ content }) => content),
  );
  expect(texts).toEqual([
    ["one", "base-1", "two", "base-3", "three"],
    ["one", "adapted-1", "two", "adapted-3", "three"],
    ["Shout.", "two", "prompted-2", "three"],
  ]);
});

test("columns are asked afresh each time unless they are to remember", async () => {
  const { store, engine } = await createGeneratedStore();
  await ask(store, "one");
  await ask(store, "two");
  expect(engine.calls.chats[1]!.columns[0]!.messages).toHaveLength(1);
});

test("the box empties once its message is asked, and keeps what was typed meanwhile", async () => {
  const gate = createGate();
  const { store } = createTestStore({
    before: (step) => (step === "load" ? gate.passed : undefined),
  });
  void store.actions.start();
  const asked = ask(store, "hello");
  store.actions.setMessage("hello again");
  gate.open();
  await asked;
  expect(store.getState().message).toBe("hello again");
  await store.actions.send();
  expect(store.getState().message).toBe("");
  expect(turns(store).map(({ message }) => message)).toEqual(["hello", "hello again"]);
});

test("a stopped answer is kept, read by the next turn, and blocks nothing", async () => {
  const gate = createGate();
  let tokens = 0;
  const { store, engine } = await createGeneratedStore({
    answer: () => "first second third",
    before: (step) => (step === "token" && ++tokens > 1 ? gate.passed : undefined),
  });
  store.actions.rememberTurns(true);
  const asked = ask(store, "one");
  await settle();
  expect(store.getState().answering.status).toBe("answering");
  store.actions.stop();
  expect(store.getState().answering.status).toBe("stopping");
  gate.open();
  await asked;
  expect(store.getState().announcement).toMatchObject({
    kind: "answered",
    isStopped: true,
  });
  expect(turns(store)[0]!.answers.base).toMatchObject({
    text: "first second ",
    outcome: { status: "finished", finish: "aborted" },
  });
  await ask(store, "two");
  expect(engine.calls.chats[1]!.columns[0]!.messages).toHaveLength(3);
  expect(turns(store)[1]!.answers.base?.text).toBe("first second third");
});

test("stopping before the first token leaves an empty answer out of the history", async () => {
  const gate = createGate();
  let isFirst = true;
  const { store, engine } = await createGeneratedStore({
    before: (step) => (step === "chat" && isFirst ? gate.passed : undefined),
  });
  store.actions.rememberTurns(true);
  const asked = ask(store, "one");
  await settle();
  store.actions.stop();
  await asked;
  expect(store.getState().announcement).toEqual({
    kind: "answered",
    isStopped: true,
    answers: [],
  });
  isFirst = false;
  expect(turns(store)[0]!.answers.base?.outcome).toEqual({
    status: "finished",
    finish: "aborted",
  });
  await ask(store, "two");
  expect(engine.calls.chats[1]!.columns[0]!.messages).toEqual([
    { role: "user", content: "two" },
  ]);
});

test("a failed answer says why, keeps its text, leaves the history, and blocks nothing", async () => {
  let fails = true;
  let tokens = 0;
  const { store, engine } = await createGeneratedStore({
    answer: () => "first second third",
    before(step) {
      if (step === "token" && fails && ++tokens === 2) {
        throw new AppError({ code: "out-of-memory", of: "tab" });
      }
    },
  });
  store.actions.rememberTurns(true);
  await ask(store, "one");
  expect(turns(store)[0]!.answers.adapted).toMatchObject({
    text: "first ",
    outcome: { status: "failed", failure: { code: "out-of-memory" } },
  });
  fails = false;
  await ask(store, "two");
  expect(engine.calls.chats[1]!.columns[0]!.messages).toHaveLength(1);
  expect(turns(store)[1]!.answers.adapted?.outcome.status).toBe("finished");
});

test("retry answers the last message again in its place", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.rememberTurns(true);
  await ask(store, "one");
  await ask(store, "two");
  store.actions.setStrength(2);
  await store.actions.retry();
  expect(turns(store).map(({ message }) => message)).toEqual(["one", "two"]);
  expect(turns(store)[1]!.strength).toBe(2);
  expect(engine.calls.chats[2]!.columns[0]!.messages).toEqual(
    engine.calls.chats[1]!.columns[0]!.messages,
  );
});

test("retry with sampling takes the next seed, so that the link replays what is shown", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.setSampler({ temperature: 0.7, seed: 2 ** 32 - 1 });
  await ask(store, "one");
  await store.actions.retry();
  expect(engine.calls.chats.map(({ sampler }) => sampler.seed)).toEqual([2 ** 32 - 1, 0]);
  expect(store.getState().sampler.seed).toBe(0);
});

test("clear empties this conversation only", async () => {
  const { store } = await createGeneratedStore();
  await ask(store, "one");
  const firstKey = store.getState().currentKey;
  await generate(store, "Whisper.");
  await ask(store, "two");
  store.actions.clear();
  expect(turns(store)).toEqual([]);
  await store.actions.selectConversation(firstKey);
  expect(turns(store)).toHaveLength(1);
});

test("Send waits for the models and for the adapter that is being made", async () => {
  const gate = createGate();
  const { store, engine } = createTestStore({
    before: (step) => (step === "load" ? gate.passed : undefined),
  });
  void store.actions.start();
  store.actions.setDescription("Shout.");
  void store.actions.generate();
  const asked = ask(store, "hello");
  expect(store.getState().answering).toEqual({ status: "waiting", for: "models" });
  gate.open();
  await asked;
  expect(engine.calls.chats[0]!.columns.map(({ adapterId }) => adapterId)).toEqual([
    null,
    "adapter-1",
  ]);
});

test("an adapter that is asked for while a message waits is made first", async () => {
  const gate = createGate();
  const { store, engine } = createTestStore({
    before: (step) => (step === "load" ? gate.passed : undefined),
  });
  void store.actions.start();
  const asked = ask(store, "hello");
  store.actions.setDescription("Shout.");
  const generated = store.actions.generate();
  gate.open();
  await asked;
  expect(await generated).toBe(true);
  expect(engine.calls.chats.map(({ columns }) => columns.length)).toEqual([2]);
});

test("an adapter that the engine lost is made again before it is asked", async () => {
  const { store, engine } = await createGeneratedStore();
  engine.emit({ kind: "failed", failure: { code: "out-of-memory", of: "thread" } });
  const asked = ask(store, "hello");
  expect(store.getState()).toMatchObject({
    answering: { status: "waiting", for: "models" },
    generation: { status: "idle" },
  });
  await store.actions.load();
  await asked;
  expect(engine.calls.chats[0]!.columns.map(({ adapterId }) => adapterId)).toEqual([
    null,
    "adapter-2",
  ]);
});

test("a waiting message can be cancelled and stays in the box", async () => {
  const { store, engine } = createTestStore({ before: () => new Promise(() => {}) });
  void store.actions.start();
  const asked = ask(store, "hello");
  store.actions.stop();
  await asked;
  expect(store.getState()).toMatchObject({
    answering: { status: "idle" },
    message: "hello",
  });
  expect(engine.calls.chats).toEqual([]);
});

test.each([
  ["an empty message", "  "],
  ["one that is too long", "a".repeat(4001)],
])("%s is not sent", async (_, message) => {
  const { store, engine } = await createGeneratedStore();
  await ask(store, message);
  expect(engine.calls.chats).toEqual([]);
});

test("earlier messages can be asked again in order", async () => {
  const { store } = await createGeneratedStore();
  await store.actions.askAll(["one", "two"]);
  expect(turns(store).map(({ message }) => message)).toEqual(["one", "two"]);
});

test("a finished turn is announced in whole, and only then", async () => {
  const { store } = await createGeneratedStore({ answer: ({ id }) => `${id} text` });
  const announced: Announcement[] = [];
  store.subscribe(({ announcement }) => {
    if (announcement !== announced.at(-1)) announced.push(announcement);
  });
  await ask(store, "hello");
  expect(announced.at(-1)).toEqual({
    kind: "answered",
    isStopped: false,
    answers: [
      { column: expect.objectContaining({ id: "base" }), text: "base text" },
      { column: expect.objectContaining({ id: "adapted" }), text: "adapted text" },
    ],
  });
  expect(announced).toHaveLength(2);
});

test("cleared turns can be put back, before what was asked since", async () => {
  const { store } = await createGeneratedStore();
  await ask(store, "one");
  await ask(store, "two");
  store.actions.clear();
  await ask(store, "three");
  store.actions.undoClear();
  expect(turns(store).map(({ message }) => message)).toEqual(["one", "two", "three"]);
  expect(store.getState().cleared).toBeNull();
});

test("what was cleared before is put back with what was cleared last", async () => {
  const { store } = await createGeneratedStore();
  await ask(store, "one");
  store.actions.clear();
  await ask(store, "two");
  store.actions.clear();
  await ask(store, "three");
  store.actions.undoClear();
  expect(turns(store).map(({ message }) => message)).toEqual(["one", "two", "three"]);
});

test("cleared turns stay with their own conversation", async () => {
  const { store } = await createGeneratedStore();
  await ask(store, "one");
  const { currentKey } = store.getState();
  store.actions.clear();
  await generate(store, "Whisper.");
  store.actions.undoClear();
  expect(turns(store)).toEqual([]);
  await store.actions.selectConversation(currentKey);
  store.actions.undoClear();
  expect(turns(store).map(({ message }) => message)).toEqual(["one"]);
});
