import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pickLanguage } from "../../../src/store/page/language";
import { createReadyStore, createTestStore } from "../appStore";

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("the first of the browser's languages that the page speaks is taken", () => {
  expect(pickLanguage(["fr", "zh-Hant-TW", "en"])).toBe("zh");
  expect(pickLanguage(["EN-us", "zh"])).toBe("en");
  expect(pickLanguage(["fr"])).toBe("en");
});

test("a choice is remembered and stands above the browser's", () => {
  const { store } = createTestStore();
  store.actions.chooseLanguage("zh");
  const later = createTestStore().store;
  later.actions.adoptLanguage(["en"]);
  expect(later.getState().language).toBe("zh");
});

test("a link brings its language to whoever has chosen none", async () => {
  const sender = (await createReadyStore()).store;
  sender.actions.adoptLanguage(["zh-CN"]);
  const link = (await sender.actions.createLink())!;
  const { store } = await createReadyStore();
  await store.actions.openLink(link);
  expect(store.getState().language).toBe("zh");
  store.actions.chooseLanguage("en");
  await store.actions.openLink(link);
  expect(store.getState().language).toBe("en");
});

test("without storage the choice holds for this visit", () => {
  vi.stubGlobal("localStorage", undefined);
  const { store } = createTestStore();
  store.actions.chooseLanguage("zh");
  expect(store.getState().language).toBe("zh");
});
