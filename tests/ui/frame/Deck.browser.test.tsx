import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

test("a tab opens its panel and the store knows", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  await page.getByRole("tab", { name: "Checkpoints" }).click();
  const panel = page.getByRole("tabpanel", { name: "Checkpoints" });
  await expect
    .element(panel.getByRole("heading", { name: "What do L, M and S differ in?" }))
    .toBeVisible();
  expect(store.getState().deckTab).toBe("variants");
});

test("End moves the focus to the last tab and opens it", async () => {
  await renderApp(await SCENES.ready());
  const tabs = page.getByRole("tab");
  ((await tabs.first().findElement()) as HTMLElement).focus();
  await userEvent.keyboard("{End}");
  await expect.element(tabs.last()).toHaveFocus();
  await expect.element(tabs.last()).toHaveAttribute("aria-selected", "true");
});
