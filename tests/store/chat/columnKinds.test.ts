import { expect, test } from "vitest";
import {
  CONTROL_KINDS,
  KINDS,
  SINGLE_KINDS,
  choiceBasis,
  columnChoices,
} from "../../../src/store/chat/columnKinds";
import { FIRST_DEMOS } from "../../../src/tasks/firstDemos";
import { createGeneratedStore, generate } from "../appStore";
import { memoryStorage } from "../library/libraryEntries";

test("a kind is either there once or made of a description of its own", () => {
  expect([...SINGLE_KINDS, ...CONTROL_KINDS]).toEqual(KINDS);
  expect(CONTROL_KINDS).toEqual(["gibberish", "other", "kept"]);
});

test("words that mean nothing are others after each control", async () => {
  const { store } = await createGeneratedStore();
  const offered = () => columnChoices("gibberish", choiceBasis(store.getState()))[0]!;
  const first = offered();
  store.actions.addColumn(first.source);
  expect(store.getState().columns.at(-1)?.source).toEqual(first.source);
  expect(offered()).toEqual(offered());
  expect(offered().source).not.toEqual(first.source);
});

test("another task and an earlier adapter are offered, the present ones are not", async () => {
  const { store } = await createGeneratedStore();
  await store.actions.openLibrary(memoryStorage().open);
  const { description } = FIRST_DEMOS[0]!;
  await generate(store, description);
  const basis = choiceBasis(store.getState());
  const others = columnChoices("other", basis).map(({ label }) => label);
  expect(others).toHaveLength(FIRST_DEMOS.length - 1);
  expect(others).not.toContain(description);
  const { hypernetworkId } = store.getState();
  expect(columnChoices("kept", basis)).toEqual([
    { label: "Shout.", source: { kind: "kept", description: "Shout.", hypernetworkId } },
  ]);
});
