import axe from "axe-core";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

test("the picker names size, time and accuracy of every checkpoint", async () => {
  await renderApp(await SCENES.checkpoints());
  await page.getByText("T2L-G · SFT", { exact: true }).first().click();
  const choice = page.getByRole("radio", { name: /^T2L-G · SFT/ });
  await expect.element(choice).toBeChecked();
  await expect
    .element(choice)
    .toHaveAccessibleName(
      /1,200,000 parameters, 2.4 MB.*73 ms.*27 % of answers to 69 unseen tasks right/,
    );
  await expect
    .element(page.getByRole("radio", { name: /^T2L-S · SFT.*not yet measured/ }))
    .toBeVisible();
});

test("a reconstruction says that it is a library of adapters, and of which", async () => {
  const store = await SCENES.checkpoints();
  store.actions.openDeckTab("variants");
  await renderApp(store);
  await page.getByText("T2L-G · SFT", { exact: true }).first().click();
  await expect
    .element(page.getByRole("radio", { name: /^T2L-L · reconstruction/ }))
    .toHaveAccessibleName(/32 adapters in one file, 79 % smaller.* 75 % as good/);
  await expect
    .element(page.getByRole("heading", { name: "What T2L-L · reconstruction is for" }))
    .toBeVisible();
  await page.getByText("Its 2 tasks").click();
  await expect.element(page.getByText("csv to keyvalue · number double")).toBeVisible();
});

test("the picker leads to what the variants differ in", async () => {
  const store = await SCENES.checkpoints();
  store.actions.openDeckTab("check");
  await renderApp(store);
  await page.getByText("T2L-G · SFT", { exact: true }).first().click();
  await page.getByRole("button", { name: "What do L, M and S differ in?" }).click();
  expect(store.getState().deckTab).toBe("variants");
});

test("the trade-off is drawn, said in words, and listed", async () => {
  await page.viewport(1440, 900);
  await renderApp(await SCENES.checkpoints());
  const plot = page.getByRole("img", { name: /^Parameters against score/ });
  await expect
    .element(plot)
    .toHaveAccessibleName(/T2L-M · SFT, 5,500,000 parameters, 21 %/);
  await expect.poll(() => document.querySelectorAll(".plot circle").length).toBe(5);
  expect(document.querySelector(".plot style")).toBeNull();
  const row = page.getByRole("row", { name: /^T2L-S · SFT 1,400,000/ });
  await expect.element(row).toHaveTextContent("15 % (10 %–22 %)");
  const { violations } = await axe.run(document.querySelector(".deck-panel")!);
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});
