import { expect, test } from "vitest";
import { FIRST_DEMOS } from "../../../src/tasks/firstDemos";
import { createGeneratedStore, createReadyStore } from "../appStore";

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
