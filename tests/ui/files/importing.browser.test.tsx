import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { currentConversation } from "../../../src/store/state";
import { createReadyStore } from "../../store/appStore";
import { isDropKept } from "../drops";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

const PACKED = new File(["PK\x03\x04"], "theirs.zip");

test("an adapter is picked by its files, and says where it came from", async () => {
  const { store } = await createReadyStore();
  await renderApp(store);
  const picker = page.getByLabelText("Pick its files");
  await userEvent.upload((await picker.findElement()) as HTMLElement, PACKED);
  await expect
    .element(page.getByText(/^Read from theirs.zip: rank 8 in q and v\./u))
    .toBeVisible();
  expect(currentConversation(store.getState()).adapter?.imported?.name).toBe(
    "theirs.zip",
  );
  await expect.element(page.getByRole("button", { name: "Download .zip" })).toBeVisible();
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect.element(page.getByText(/^The link carries texts/u)).toBeVisible();
});

test("pickers are reached by the keyboard", async () => {
  const { store } = await createReadyStore();
  await renderApp(store);
  const files = (await page
    .getByLabelText("Pick its files")
    .findElement()) as HTMLElement;
  files.focus();
  expect(document.activeElement).toBe(files);
  await userEvent.tab();
  const folder = document.activeElement as HTMLInputElement;
  expect(folder.labels?.[0]?.textContent).toBe("Pick its folder");
  expect(folder.webkitdirectory).toBe(true);
});

test("dropped anywhere it is used, and what may be wrong with it is said", async () => {
  await renderApp(await SCENES.imported());
  await expect
    .element(page.getByText(/name Llama-3.2-1B-Instruct, and SmolLM2-135M answers/u))
    .toBeVisible();
  await expect
    .element(page.getByText(/^2 rank or alpha patterns match no module.*gate$/u))
    .toBeVisible();
  const note = page.getByRole("alert").filter({ hasText: "Nothing was changed." });
  await expect.element(note).toHaveTextContent(/^adapter_config.json has no “r”/u);
  await note.getByRole("button", { name: "Dismiss" }).click();
  const drop = () =>
    isDropKept(document.querySelector("h1")!, (data) => void data.items.add(PACKED));
  await expect.poll(drop).toBe(true);
  await expect.element(note).toBeVisible();
});

test("while the models load it waits, and can be cancelled", async () => {
  const store = await SCENES.loading();
  await renderApp(store);
  void store.actions.takeFiles([{ path: PACKED.name, content: PACKED }]);
  const region = page.getByRole("region", { name: "An adapter from elsewhere" });
  await expect.element(region.getByText(/^The adapter is read as soon/u)).toBeVisible();
  await region.getByRole("button", { name: "Cancel" }).click();
  await expect.element(region.getByText(/^The adapter is read/u)).not.toBeInTheDocument();
});
