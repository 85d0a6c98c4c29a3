import { expect, test } from "vitest";
import { FIRST_DEMOS } from "../../src/tasks/firstDemos";
import {
  ask,
  createGeneratedStore,
  createReadyStore,
  generate,
  takeExamples,
} from "./appStore";

test("what was typed comes back after demos, and what was typed since after that", async () => {
  const { store } = await createReadyStore();
  const typed = { description: "My own.", message: "My question" };
  store.setState(typed);
  store.actions.pickDemo(FIRST_DEMOS[0]!);
  store.actions.pickDemo(FIRST_DEMOS[1]!);
  store.actions.setMessage("Since then");
  store.actions.undoBoxes();
  expect(store.getState()).toMatchObject(typed);
  store.actions.undoBoxes();
  expect(store.getState().message).toBe("Since then");
});

test("a description that no adapter has comes back after an earlier adapter", async () => {
  const { store } = await createGeneratedStore();
  store.actions.setDescription("My own.");
  await store.actions.selectConversation(store.getState().currentKey);
  expect(store.getState().description).toBe("Shout.");
  store.actions.undoBoxes();
  expect(store.getState().description).toBe("My own.");
});

test("a message comes back though only the description was replaced after it", async () => {
  const { store } = await createGeneratedStore();
  store.setState({ description: "My own.", message: "My question" });
  store.actions.pickDemo(FIRST_DEMOS[0]!);
  store.actions.setDescription("Since then.");
  await store.actions.selectConversation(store.getState().currentKey);
  store.actions.undoBoxes();
  expect(store.getState()).toMatchObject({
    description: "Since then.",
    message: "My question",
  });
});

test("a message that has been asked since does not come back", async () => {
  const { store } = await createGeneratedStore();
  store.setState({ description: "My own.", message: "My question" });
  store.actions.pickDemo(FIRST_DEMOS[0]!);
  await ask(store, "My question");
  store.actions.setDescription("Since then.");
  await store.actions.selectConversation(store.getState().currentKey);
  store.actions.undoBoxes();
  expect(store.getState()).toMatchObject({ description: "Since then.", message: "" });
});

test("a description typed since comes back after the list's examples did with theirs", async () => {
  const { store } = await createGeneratedStore();
  const { currentKey } = store.getState();
  store.setState({ description: "Sing." });
  await takeExamples(store, "cat,la");
  await store.actions.selectConversation(currentKey);
  store.actions.setDescription("Whisper.");
  store.actions.undoExamples();
  expect(store.getState().description).toBe("Sing.");
  store.actions.undoBoxes();
  expect(store.getState().description).toBe("Whisper.");
  store.actions.undoBoxes();
  expect(store.getState().description).toBe("Sing.");
});

test("a second description that no adapter has comes back after an earlier adapter", async () => {
  const { store } = await createGeneratedStore();
  const { currentKey } = store.getState();
  store.actions.setBlend({ description: "Sing.", position: 0.25 });
  await store.actions.selectConversation(currentKey);
  expect(store.getState().blend).toBeNull();
  store.actions.undoBoxes();
  expect(store.getState().blend).toMatchObject({ description: "Sing.", position: 0.25 });
  await store.actions.generate();
  await store.actions.selectConversation(currentKey);
  expect(store.getState().replacedBoxes.typed).toBeNull();
});

test("what was typed comes back after a link was opened, and what the link brought after that", async () => {
  const { store: sender } = await createGeneratedStore();
  sender.actions.setMessage("theirs");
  const link = (await sender.actions.createLink())!;
  const { store } = await createReadyStore();
  store.setState({ description: "My own.", message: "My question" });
  store.actions.setBlend({ description: "Sing." });
  await store.actions.openLink(link);
  expect(store.getState()).toMatchObject({ description: "Shout.", message: "theirs" });
  expect(store.getState().blend).toBeNull();
  store.actions.undoBoxes();
  expect(store.getState()).toMatchObject({
    description: "My own.",
    message: "My question",
    blend: { description: "Sing." },
  });
  store.actions.undoBoxes();
  expect(store.getState().message).toBe("theirs");
});

test("a second description comes back beside the first one that it was typed beside", async () => {
  const { store } = await createGeneratedStore();
  const { currentKey: earlier } = store.getState();
  await generate(store, "Whisper.");
  store.actions.setBlend({ description: "Sing." });
  await store.actions.selectConversation(earlier);
  store.actions.undoBoxes();
  expect(store.getState()).toMatchObject({
    description: "Whisper.",
    blend: { description: "Sing." },
  });
});

test("a description that was typed alone comes back alone after a blended adapter", async () => {
  const { store } = await createGeneratedStore();
  store.actions.setBlend({ description: "Sing." });
  await store.actions.generate();
  const { currentKey: blended } = store.getState();
  store.actions.setBlend(null);
  store.actions.setDescription("My own.");
  await store.actions.selectConversation(blended);
  expect(store.getState().blend).toMatchObject({ description: "Sing." });
  store.actions.undoBoxes();
  expect(store.getState()).toMatchObject({ description: "My own.", blend: null });
  expect(store.getState().replacedBoxes.typed).toBeNull();
});

test("a pair of descriptions comes back after a demo replaced the first of them", async () => {
  const { store } = await createReadyStore();
  store.actions.setDescription("My own.");
  store.actions.setBlend({ description: "Sing." });
  store.actions.pickDemo(FIRST_DEMOS[0]!);
  store.actions.setBlend({ description: "Dance." });
  store.actions.undoBoxes();
  expect(store.getState()).toMatchObject({
    description: "My own.",
    blend: { description: "Sing." },
  });
  store.actions.undoBoxes();
  expect(store.getState().blend).toMatchObject({ description: "Dance." });
});
