import { expect, test } from "vitest";
import { createTestStore } from "../appStore";

test.each([
  ["a computer with 8 GB", { gigabytes: 8, isPhone: false, isMetered: false }, true],
  ["a phone with 4 GB", { gigabytes: 4, isPhone: true, isMetered: false }, true],
  [
    "a browser that does not tell, on a computer",
    { gigabytes: null, isPhone: false, isMetered: false },
    true,
  ],
  [
    "a browser that does not tell, on a phone",
    { gigabytes: null, isPhone: true, isMetered: false },
    false,
  ],
  ["a small device", { gigabytes: 2, isPhone: false, isMetered: false }, false],
])("%s loads at once: %o %s", async (_, memory, loads) => {
  const { store, engine } = createTestStore();
  await store.actions.startWithin(memory);
  expect(engine.calls.loads).toHaveLength(loads ? 1 : 0);
  expect(store.getState().memoryGuard).toEqual(
    loads ? null : { gigabytes: memory.gigabytes },
  );
});

test("asked first, the person may load all the same", async () => {
  const { store, engine } = createTestStore();
  await store.actions.startWithin({ gigabytes: 2, isPhone: true, isMetered: false });
  await store.actions.startAnyway();
  expect(engine.calls.loads).toHaveLength(1);
  expect(store.getState()).toMatchObject({
    memoryGuard: null,
    models: { status: "ready" },
  });
});
