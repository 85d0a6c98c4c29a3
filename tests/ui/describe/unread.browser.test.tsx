import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

const LONG = "Say it. ".repeat(195);

test("what a hypernetwork would not read is said by the box, and of the adapter", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  const box = page.getByRole("textbox", { name: "Describe the task" });
  const note = page.getByText(/1560 tokens long, .* reads the first 1500/u);
  await box.fill(LONG);
  await expect.element(note).toBeVisible();
  await box.fill(LONG.slice(0, 1400));
  await expect.element(note).not.toBeInTheDocument();
  await box.fill(LONG);
  await store.actions.generate();
  await expect
    .element(page.getByText("Only the first 1500 of the description's 1560 tokens"))
    .toBeVisible();
});

test("a second description's unread part is said by its own box", async () => {
  const store = await SCENES.ready();
  store.actions.setBlend({ description: LONG });
  await renderApp(store);
  await expect.element(page.getByText(/1560 tokens long/u)).toBeVisible();
});

test("three zero-width spaces are no description", async () => {
  const store = await SCENES.ready();
  store.actions.setDescription("\u200B\u200B\u200B");
  await renderApp(store);
  await store.actions.generate();
  expect(store.getState().generation).toMatchObject({
    status: "failed",
    failure: { fault: { kind: "no-description" } },
  });
});
