import { expect, test } from "vitest";
import { untoldExamples } from "../../../src/store/link/lessonFields";
import { linkedHere, repeatableHere } from "../../../src/store/teaching/linked";
import {
  ask,
  createGate,
  createGeneratedStore,
  createReadyStore,
  FOUR,
  generate,
  openLink,
  shown,
  takeExamples,
  turns,
} from "../appStore";

test("a link of a taught adapter brings its words and examples, and repeats its lessons", async () => {
  const { store } = await createGeneratedStore();
  const generated = shown(store).adapter!;
  await takeExamples(store, FOUR);
  store.actions.setTeaching({ steps: 3, trained: "B" });
  await store.actions.teach();
  await store.actions.teachOn();
  await store.actions.teach();
  const link = (await store.actions.createLink())!;

  const { store: receiver, engine } = await openLink(link);
  expect(receiver.getState().link).toMatchObject({ adapter: "untaught" });
  expect(shown(receiver).adapter!.checksum).toBe(generated.checksum);
  expect(receiver.getState().examples.list).toHaveLength(4);
  await receiver.actions.repeatLinked();
  expect(engine.calls.lessons.map(({ until }) => until)).toEqual([3, 6, 3]);
  expect(engine.calls.lessons[0]!.settings.trained).toBe("B");
  expect(shown(receiver).adapter!.checksum).toBe(shown(store).adapter!.checksum);
  expect(receiver.getState()).toMatchObject({
    link: { adapter: "identical" },
    teaching: { linked: null },
  });
  await receiver.actions.undoTeaching();
  expect(shown(receiver).adapter!.checksum).toBe(generated.checksum);
});

test("what began at zero is repeated from zero", async () => {
  const { store } = await createReadyStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const { store: receiver, engine } = await openLink((await store.actions.createLink())!);
  expect(shown(receiver).adapter).toBeNull();
  await receiver.actions.repeatLinked();
  expect(engine.calls.lessons).toMatchObject([{ start: { kind: "zero" } }]);
  expect(receiver.getState().link).toMatchObject({ adapter: "identical" });
});

test("what began at zero is repeated from zero beside an adapter that was on screen", async () => {
  const { store } = await createReadyStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  await ask(store, "theirs");
  const { store: receiver } = await createGeneratedStore();
  await ask(receiver, "mine");
  const before = shown(receiver);
  await receiver.actions.openLink((await store.actions.createLink())!);
  expect(repeatableHere(receiver.getState())).not.toBeNull();
  expect(receiver.getState().conversations).toContainEqual(before);
  expect(turns(receiver).map(({ message }) => message)).toEqual(["theirs"]);
  await receiver.actions.repeatLinked();
  expect(receiver.getState().link).toMatchObject({ adapter: "identical" });
  expect(receiver.getState().conversations).toContainEqual(before);
});

test("a lesson is offered once the adapter is there that it begins with", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const gate = createGate();
  const { store: receiver } = await createReadyStore({
    before: (step) => (step === "generate" ? gate.passed : undefined),
  });
  const link = receiver.actions.openLink((await store.actions.createLink())!);
  await expect.poll(() => linkedHere(receiver.getState())).not.toBeNull();
  expect(repeatableHere(receiver.getState())).toBeNull();
  gate.open();
  await link;
  expect(repeatableHere(receiver.getState())).not.toBeNull();
});

test("a link that was opened and not repeated says the same when it is passed on", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const { store: between } = await openLink((await store.actions.createLink())!);
  const { store: last, engine } = await openLink((await between.actions.createLink())!);
  await last.actions.repeatLinked();
  expect(engine.calls.lessons).toHaveLength(1);
  expect(shown(last).adapter!.checksum).toBe(shown(store).adapter!.checksum);
  expect(last.getState().link).toMatchObject({ adapter: "identical" });
});

test("each lesson is repeated on the examples that it had", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  await takeExamples(store, "ash,tree\nsole,fish");
  await store.actions.teach();
  const link = (await store.actions.createLink())!;
  const { store: receiver, engine } = await openLink(link);
  const { linked } = receiver.getState().teaching;
  expect(linked).toMatchObject({
    untold: null,
    lessons: [{ examples: { taught: [0, 1, 2, 3], heldOut: [] } }, { examples: null }],
  });
  await receiver.actions.repeatLinked();
  expect(engine.calls.lessons.map(({ examples }) => examples.length)).toEqual([4, 6]);
  expect(receiver.getState().link).toMatchObject({ adapter: "identical" });
});

test("a link says where a lesson had examples that are gone from the list", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const [first] = store.getState().examples.list;
  store.actions.editExample(first!.id, { expected: "pet" });
  const { store: receiver, engine } = await openLink((await store.actions.createLink())!);
  expect(receiver.getState().teaching.linked).toMatchObject({ untold: "gone" });
  await receiver.actions.repeatLinked();
  expect(engine.calls.lessons).toHaveLength(1);
  expect(engine.calls.lessons[0]!.examples[0]).toEqual({ input: "cat", output: "pet" });
  expect(receiver.getState().link).not.toMatchObject({ adapter: "identical" });
});

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, row) => `in ${row},out ${row}`).join("\n");

test.each([
  ["as many as a link carries, and a row that is not filled in", 20, null],
  ["more than a link carries", 21, "too-long"],
] as const)(
  "a link of a list of %s says of a lesson's examples: %#",
  async (_, count, untold) => {
    const { store } = await createGeneratedStore();
    await takeExamples(store, FOUR);
    await store.actions.teach();
    await takeExamples(store, rowsOf(count - 4));
    store.actions.addExample();
    await store.actions.teach();
    const { adapter } = shown(store);
    const { list } = store.getState().examples;
    expect(untoldExamples(adapter!.lesson!, list)).toBe(untold);
    const { store: receiver, engine } = await openLink(
      (await store.actions.createLink())!,
    );
    expect(receiver.getState().teaching.linked).toMatchObject({ untold });
    if (untold) return;
    await receiver.actions.repeatLinked();
    expect(engine.calls.lessons[0]!.examples).toHaveLength(4);
    expect(receiver.getState().link).toMatchObject({ adapter: "identical" });
  },
);

test("of a long list, too, a link says where examples are gone", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  await takeExamples(store, rowsOf(30));
  const [first] = store.getState().examples.list;
  store.actions.editExample(first!.id, { expected: "pet" });
  const { list } = store.getState().examples;
  expect(untoldExamples(shown(store).adapter!.lesson!, list)).toBe("gone");
});

test("what a link's sender taught is said of the link's adapter alone", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const { store: receiver, engine } = await openLink((await store.actions.createLink())!);
  expect(linkedHere(receiver.getState())).not.toBeNull();
  await ask(receiver, "Hi");
  await generate(receiver, "Whisper.");
  expect(linkedHere(receiver.getState())).toBeNull();
  await receiver.actions.repeatLinked();
  expect(engine.calls.lessons).toEqual([]);
  const { store: last } = await openLink((await receiver.actions.createLink())!);
  expect(last.getState().teaching.linked).toBeNull();
});

test("a link of what began at zero says nothing of an adapter that is generated instead", async () => {
  const { store } = await createReadyStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const { store: receiver } = await openLink((await store.actions.createLink())!);
  expect(linkedHere(receiver.getState())).not.toBeNull();
  await generate(receiver, "Whisper.");
  expect(linkedHere(receiver.getState())).toBeNull();
});
