import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { memoryStorage, libraryEntry } from "../../store/library/libraryEntries";
import { DECK_TABS } from "../../../src/store/page/deck";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

const FIELDS =
  'textarea, select, input:not([type="checkbox"], [type="radio"], [type="range"], [type="file"])';

test.each(DECK_TABS)("no field of a phone has letters below 16 px: %s", async (tab) => {
  await page.viewport(390, 844);
  const store = await SCENES.answered();
  await store.actions.openLibrary(memoryStorage([libraryEntry()]).open);
  store.actions.addExample();
  store.actions.setBlend({ description: "Whisper." });
  store.actions.openDeckTab(tab);
  await renderApp(store);
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const details of document.querySelectorAll("details")) details.open = true;
  const fields = [...document.querySelectorAll<HTMLElement>(FIELDS)];
  expect(fields.length).toBeGreaterThan(4);
  const small = fields.filter(
    (field) => parseFloat(getComputedStyle(field).fontSize) < 16,
  );
  expect(small.map((field) => field.outerHTML.slice(0, 120))).toEqual([]);
});
