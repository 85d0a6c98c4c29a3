import { expect, test } from "vitest";
import {
  lessonSeconds,
  repeatSeconds,
  stepRate,
} from "../../../src/store/teaching/estimate";
import { createGeneratedStore, takeExamples } from "../appStore";
import { currentConversation } from "../../../src/store/state";

const TOKENS = 100;

test("the rate is that of all steps so far, without what came before them", () => {
  const rate = stepRate(TOKENS);
  expect(rate({ step: 0, taughtLoss: null, elapsedMs: 5000 })).toBeNull();
  expect(rate({ step: 1, taughtLoss: 2, elapsedMs: 6000 })).toBe(10);
  // A slow step: three of 1 s and this one of 3 s.
  rate({ step: 2, taughtLoss: 2, elapsedMs: 7000 });
  rate({ step: 3, taughtLoss: 2, elapsedMs: 8000 });
  expect(rate({ step: 4, taughtLoss: 2, elapsedMs: 11_000 })).toBe(15);
});

test("a lesson that is gone on with counts its own steps alone", () => {
  const rate = stepRate(TOKENS);
  rate({ step: 4, taughtLoss: null, elapsedMs: 1000 });
  expect(rate({ step: 5, taughtLoss: 2, elapsedMs: 3000 })).toBe(20);
});

test("repeating takes the time of every lesson, one after the other", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, "cat,animal\noak,tree");
  await store.actions.teach();
  const { lesson: first } = currentConversation(store.getState()).adapter!;
  await store.actions.teach();
  const { lesson: second } = currentConversation(store.getState()).adapter!;
  const one = lessonSeconds(first!, first!.keptStep, 5);
  expect(repeatSeconds(first!, 5)).toBe(one);
  expect(repeatSeconds(second!, 5)).toBeCloseTo(2 * one);
});
