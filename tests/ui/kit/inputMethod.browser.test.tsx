import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { AppStore } from "../../../src/store/store";
import { libraryEntry, memoryStorage } from "../../store/library/libraryEntries";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

/** Both ways in which browsers tell that a key belongs to an input method. */
const COMPOSING: KeyboardEventInit[] = [
  { isComposing: true },
  // As Safari does, once the composing has ended.
  { keyCode: 229 },
];

async function press(name: RegExp | string, key: string, more: KeyboardEventInit) {
  const field = await page.getByRole("textbox", { name, exact: true }).findElement();
  (field as HTMLElement).focus();
  const event = new KeyboardEvent("keydown", {
    key,
    bubbles: true,
    cancelable: true,
    ...more,
  });
  field.dispatchEvent(event);
  return event;
}

async function readyStore(): Promise<AppStore> {
  const store = await SCENES.ready();
  store.actions.setDescription("Shout.");
  store.actions.setMessage("ni hao");
  store.actions.setBlend({ description: "Whisper." });
  store.actions.addExample();
  return store;
}

test.each(COMPOSING)(
  "an input method's Enter (%o) sends and makes nothing",
  async (composing) => {
    const store = await readyStore();
    await renderApp(store);
    const presses = [
      await press("Message", "Enter", composing),
      await press("Describe the task", "Enter", { ...composing, ctrlKey: true }),
      await press("Second description", "Enter", { ...composing, ctrlKey: true }),
      await press("Input of example 1", "Enter", composing),
      await press("Answer of example 1", "Enter", composing),
      await press("Answer of example 1", "ArrowUp", { ...composing, altKey: true }),
    ];
    expect(presses.map(({ defaultPrevented }) => defaultPrevented)).not.toContain(true);
    expect(store.getState()).toMatchObject({
      message: "ni hao",
      answering: { status: "idle" },
      generation: { status: "idle" },
      examples: { list: [{ input: "" }] },
    });
  },
);

test.each(COMPOSING)(
  "its Enter (%o) does not save a name half-way",
  async (composing) => {
    const store = await SCENES.ready();
    await store.actions.openLibrary(memoryStorage([libraryEntry()]).open);
    store.actions.openDeckTab("library");
    await renderApp(store);
    const name = page.getByRole("textbox", { name: "Name of Shout." });
    await name.fill("ni");
    await press("Name of Shout.", "Enter", composing);
    expect(store.getState().library.entries[0]!.name).toBe("");
    await press("Name of Shout.", "Enter", {});
    expect(store.getState().library.entries[0]!.name).toBe("ni");
  },
);

test.each(COMPOSING)("its Escape (%o) stops nothing", async (composing) => {
  const store = await SCENES.answering();
  await renderApp(store);
  // The page listens from its first effects on.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await press("Message", "Escape", composing);
  expect(store.getState().answering.status).toBe("answering");
  await press("Message", "Escape", {});
  expect(store.getState().answering.status).toBe("stopping");
});

test("Enter sends, Shift+Enter is a new line, and the box is empty afterwards", async () => {
  const store = await SCENES.ready();
  store.actions.setMessage("hello");
  await renderApp(store);
  const shifted = await press("Message", "Enter", { shiftKey: true });
  expect(shifted.defaultPrevented).toBe(false);
  expect(store.getState().message).toBe("hello");
  await press("Message", "Enter", {});
  await expect.element(page.getByRole("article", { name: "Message 1" })).toBeVisible();
  await expect.element(page.getByRole("textbox", { name: "Message" })).toHaveValue("");
});
