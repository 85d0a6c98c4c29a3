import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Turn } from "../../../src/store/chat/conversationState";
import { currentConversation } from "../../../src/store/state";
import { differenceFrom } from "../../../src/ui/kit/DifferenceText";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

test("a column is named, moved with the focus kept, and removed", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  await page.getByText(/^Columns:/).click();
  await page.getByRole("textbox", { name: "Name of SmolLM2", exact: true }).fill("Plain");
  const right = page.getByRole("button", { name: "Move Plain to the right" });
  ((await right.findElement()) as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => store.getState().columns[1]?.name).toBe("Plain");
  await expect.element(right).toHaveFocus();
  await expect.element(right).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Remove Plain" }).click();
  expect(store.getState().columns).toHaveLength(1);
});

test("a control column shows what it was made of, and how long everything took", async () => {
  await renderApp(await SCENES.fourColumns());
  const control = page.getByRole("group", { name: "Words of nothing" });
  await expect.element(control.getByText(/^[a-z ]+\.$/)).toBeVisible();
  await expect.element(control.getByText("first token")).toBeVisible();
  await expect.element(control.getByText("120 ms")).toBeVisible();
  const base = page.getByRole("group", { name: "SmolLM2", exact: true });
  expect(base.getByText("encode").query()).toBeNull();
});

test("words the base did not write are marked, and the text stays whole", async () => {
  await renderApp(await SCENES.fourColumns());
  const control = page.getByRole("group", { name: "Words of nothing" });
  await expect.element(control).toHaveTextContent("The Glass was a film.");
  await expect.element(control).toHaveTextContent("1 of 5 words differ from SmolLM2");
  const marks = [...document.querySelectorAll(".gibberish .differs")];
  expect(marks.map(({ textContent }) => textContent!.trim()).join("")).toContain("was");
  await page.getByRole("checkbox", { name: "Mark differences" }).click();
  expect(document.querySelector(".differs")).toBeNull();
});

test.each([
  ["the cat sat", "the dog sat", ["dog"], 1],
  ["", "all new", ["all new"], 2],
  ["same words", "same words", [], 0],
  ["<b>bold</b>", "<i>bold</i>", ["i", "i"], 2],
])("%j -> %j differs in %j", (base, text, differing, words) => {
  const difference = differenceFrom(base, text);
  expect(difference.parts.map((part) => part.text).join("")).toBe(text);
  expect(
    difference.parts.flatMap((part) => (part.differs ? [part.text.trim()] : [])),
  ).toEqual(differing);
  expect(difference.differingWords).toBe(words);
});

test("every adapter of the library that this network made can be a column", async () => {
  const store = await SCENES.library();
  await renderApp(store);
  await page.getByText(/^Columns:/).click();
  await page
    .getByRole("combobox", { name: "Column to add" })
    .selectOptions("dates · Write the date in words.");
  await page.getByRole("button", { name: "Add column" }).click();
  expect(store.getState().columns.at(-1)?.source).toEqual({
    kind: "kept",
    description: "Write the date in words.",
    hypernetworkId: store.getState().hypernetworkId,
  });
});

test("cleared messages are put back before what was asked since", async () => {
  const store = await SCENES.fourColumns();
  await renderApp(store);
  const [{ message }] = currentConversation(store.getState()).turns as [Turn];
  const shown = page.getByRole("article", { name: "Message 1" });
  await expect.element(shown.getByText(message, { exact: true })).toBeVisible();
  const clear = page.getByRole("button", { name: "Clear", exact: true });
  await clear.click();
  await expect.element(shown).not.toBeInTheDocument();
  const back = page.getByRole("button", { name: "Put the messages back" });
  await expect.element(back).toHaveFocus();
  store.setState({ message: "Another one" });
  await store.actions.send();
  await userEvent.keyboard("{Enter}");
  await expect.element(back).not.toBeInTheDocument();
  await expect.element(clear).toHaveFocus();
  await expect.element(shown.getByText(message, { exact: true })).toBeVisible();
  const later = page.getByRole("article", { name: "Message 2" });
  await expect.element(later.getByText("Another one", { exact: true })).toBeVisible();
});
