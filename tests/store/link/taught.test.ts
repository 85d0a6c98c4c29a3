import { expect, test } from "vitest";
import { currentConversation } from "../../../src/store/state";
import type { AppStore } from "../../../src/store/store";
import { createGeneratedStore, createReadyStore, takeExamples } from "../appStore";

const FOUR = "cat,animal\noak,tree\nowl,bird\npike,fish";
const shown = (store: AppStore) => currentConversation(store.getState());

async function opened(link: string) {
  const made = await createReadyStore();
  await made.store.actions.openLink(link);
  return made;
}

test("a link of a taught adapter brings its words and examples, and repeats its lessons", async () => {
  const { store } = await createGeneratedStore();
  const generated = shown(store).adapter!;
  await takeExamples(store, FOUR);
  store.actions.setTeaching({ steps: 3, trained: "B" });
  await store.actions.teach();
  await store.actions.teachOn();
  await store.actions.teach();
  const link = (await store.actions.createLink())!;

  const { store: receiver, engine } = await opened(link);
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
  const { store: receiver, engine } = await opened((await store.actions.createLink())!);
  expect(shown(receiver).adapter).toBeNull();
  await receiver.actions.repeatLinked();
  expect(engine.calls.lessons).toMatchObject([{ start: { kind: "zero" } }]);
  expect(receiver.getState().link).toMatchObject({ adapter: "identical" });
});

test("a link that was opened and not repeated says the same when it is passed on", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const { store: between } = await opened((await store.actions.createLink())!);
  const { store: last, engine } = await opened((await between.actions.createLink())!);
  await last.actions.repeatLinked();
  expect(engine.calls.lessons).toHaveLength(1);
  expect(shown(last).adapter!.checksum).toBe(shown(store).adapter!.checksum);
  expect(last.getState().link).toMatchObject({ adapter: "identical" });
});
