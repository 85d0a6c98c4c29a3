import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { DEMOS } from "../../../src/tasks/demos";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

test("a demo is run with one press, from the deck", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  await page.getByRole("tab", { name: "Demos" }).click();
  await page.getByRole("button", { name: "Run the demo Format" }).click();
  const { description, message } = DEMOS.find(({ family }) => family === "format")!;
  const turn = page.getByRole("article", { name: "Message 1" });
  await expect.element(turn.getByText(message)).toBeVisible();
  expect(store.getState().description).toBe(description);
  expect(store.getState().announcement).toMatchObject({ kind: "answered" });
});
