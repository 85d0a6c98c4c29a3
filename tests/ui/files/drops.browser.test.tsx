import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { isDropKept } from "../drops";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

const panel = page.getByRole("region", { name: /^Show examples/ });
const offer = page.getByText("Let go to read it here:");

function drag(
  type: "dragover" | "dragleave",
  fill: (data: DataTransfer) => void,
): boolean {
  const dataTransfer = new DataTransfer();
  fill(dataTransfer);
  const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
  document.querySelector("h1")!.dispatchEvent(event);
  return event.defaultPrevented;
}

const withTable = (data: DataTransfer) =>
  void data.items.add(new File(["input\toutput\nup\tdown"], "pairs.tsv"));

test("files held over the page are told what they could be", async () => {
  await renderApp(await SCENES.ready());
  await expect.poll(() => drag("dragover", withTable)).toBe(true);
  await expect.element(offer).toBeVisible();
  drag("dragleave", withTable);
  await expect.element(offer).not.toBeInTheDocument();
  drag("dragover", (data) => data.setData("text/plain", "words"));
  await expect.element(offer).not.toBeInTheDocument();
});

test("a table dropped anywhere is shown beside the list", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  await expect
    .poll(() => isDropKept(document.querySelector("h1")!, withTable))
    .toBe(true);
  await expect.element(panel.getByText("1 example, TSV")).toBeVisible();
  await panel.getByRole("button", { name: "Add 1 example" }).click();
  expect(store.getState().examples.list).toHaveLength(1);
});

test("what nothing can read is named, until that is dismissed", async () => {
  await renderApp(await SCENES.ready());
  const withPicture = (data: DataTransfer) =>
    void data.items.add(new File([Uint8Array.of(137, 80, 78, 71, 1, 2, 3)], "cat.png"));
  await expect.poll(() => isDropKept(document.body, withPicture)).toBe(true);
  const note = page.getByRole("alert");
  await expect.element(note).toHaveTextContent(/^Nothing here can read cat.png/);
  await note.getByRole("button", { name: "Dismiss" }).click();
  await expect.element(note).not.toBeInTheDocument();
});
