import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

const list = page.getByRole("tabpanel").getByRole("listitem");

test("a kept adapter is found, opened and shown with its conversation", async () => {
  await renderApp(await SCENES.library());
  await expect.poll(() => list.elements().length).toBe(3);
  await page.getByRole("searchbox").fill("person");
  await expect.poll(() => list.elements().length).toBe(1);
  await page.getByRole("button", { name: /^Open Find the person/ }).click();
  await expect
    .element(page.getByRole("textbox", { name: "Describe the task" }))
    .toHaveValue("Find the person's name in the sentence.");
  await expect.element(page.getByText(/^Made again, but it differs/)).toBeVisible();
});

test("one that is deleted by mistake comes back", async () => {
  await renderApp(await SCENES.library());
  await page.getByRole("button", { name: "Delete dates" }).click();
  await expect.element(page.getByText("Deleted: dates")).toBeVisible();
  expect(list.elements()).toHaveLength(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => list.elements().length).toBe(3);
});

test("a name is given with the keyboard and is kept", async () => {
  const store = await SCENES.library();
  await renderApp(store);
  const name = page.getByRole("textbox", { name: /^Name of Find the person/ });
  await name.fill("people");
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByRole("button", { name: "Open people" })).toBeVisible();
  expect(store.getState().library.entries.map((entry) => entry.name)).toContain("people");
});

test("two are compared", async () => {
  await renderApp(await SCENES.library());
  await page.getByRole("checkbox", { name: "Compare dates" }).click();
  await page.getByRole("checkbox", { name: /^Compare Find the person/ }).click();
  const compared = page.getByRole("region", { name: "Compared" });
  await expect.element(compared.getByText(/of the length/)).toBeVisible();
  await expect.element(compared.getByText(/1\.00 \(cosine/)).toBeVisible();
});

test("a file is imported and the outcome is told", async () => {
  const store = await SCENES.library();
  await renderApp(store);
  await expect.poll(() => list.elements().length).toBe(3);
  const file = await store.actions.exportLibrary();
  const input = document.querySelector<HTMLInputElement>("input[type=file]")!;
  await userEvent.upload(input, new File([file.bytes], file.name));
  await expect.element(page.getByText(/0 added, 3 merged/)).toBeVisible();
});
