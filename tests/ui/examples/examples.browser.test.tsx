import axe from "axe-core";
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { AppStore } from "../../../src/store/store";
import { isDropKept, isFileDropKept } from "../drops";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

const panel = page.getByRole("region", { name: /^Show examples/ });
const add = panel.getByRole("button", { name: "Add an example" });
const input = (number: number) =>
  panel.getByRole("textbox", { name: `Input of example ${number}`, exact: true });
const answer = (number: number) =>
  panel.getByRole("textbox", { name: `Answer of example ${number}`, exact: true });

function rows(store: AppStore): string[] {
  return store
    .getState()
    .examples.list.map(({ input: text, expected }) => `${text}=${expected}`);
}

async function focus(locator: typeof add): Promise<HTMLElement> {
  const element = (await locator.findElement()) as HTMLElement;
  element.focus();
  return element;
}

function clipboard(text: string): ClipboardEvent {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  return new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
}

test("examples are typed, ordered, removed and brought back by the keyboard alone", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  await focus(add);
  await userEvent.keyboard("{Enter}");
  await expect.element(input(1)).toHaveFocus();
  await userEvent.keyboard("cat{Enter}animal{Enter}");
  await expect.element(input(2)).toHaveFocus();
  await userEvent.keyboard("oak{Shift>}{Enter}{/Shift}elm{Enter}tree");
  expect(rows(store)).toEqual(["cat=animal", "oak\nelm=tree"]);
  await userEvent.keyboard("{Alt>}{ArrowUp}{/Alt}");
  expect(rows(store)).toEqual(["oak\nelm=tree", "cat=animal"]);
  await expect.element(answer(1)).toHaveFocus();
  const up = panel.getByRole("button", { name: "Move example 1 down" });
  await focus(up);
  await userEvent.keyboard("{Enter}");
  expect(rows(store)).toEqual(["cat=animal", "oak\nelm=tree"]);
  await expect
    .element(panel.getByRole("button", { name: "Move example 2 up" }))
    .toBeVisible();
  await userEvent.keyboard("{Shift>}{Tab}{/Shift}{Enter}");
  expect(rows(store)).toEqual(["oak\nelm=tree", "cat=animal"]);
  const remove = panel.getByRole("button", { name: "Remove example 1" });
  await focus(remove);
  await userEvent.keyboard("{Enter}");
  await expect.element(input(1)).toHaveFocus();
  expect(rows(store)).toEqual(["cat=animal"]);
  await panel.getByRole("button", { name: "Undo" }).click();
  expect(rows(store)).toEqual(["oak\nelm=tree", "cat=animal"]);
});

test("Ctrl+Enter in an example generates", async () => {
  const store = await SCENES.ready();
  store.actions.setDescription("Shout.");
  store.actions.addExample();
  await renderApp(store);
  await focus(input(1));
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  await expect.element(page.getByText("460,800", { exact: true })).toBeVisible();
  expect(store.getState().examples.list).toHaveLength(1);
});

test("rows pasted from a spreadsheet are shown before they are taken", async () => {
  const store = await SCENES.ready();
  store.actions.addExample();
  await renderApp(store);
  const field = await focus(input(1));
  field.dispatchEvent(
    clipboard(
      "Ticket\tTeam\nno light\tfacility\nno pay\tmoney\nrefund\tmoney\nno heat\tfacility\n",
    ),
  );
  await expect.element(panel.getByText("4 examples, TSV")).toBeVisible();
  await expect.element(panel.getByText(/^The first row may name/)).toBeVisible();
  await panel.getByRole("checkbox", { name: "The first row names the columns" }).click();
  await expect.element(panel.getByText("5 examples, TSV")).toBeVisible();
  await panel.getByRole("combobox", { name: "Input from" }).selectOptions("2: Team");
  const preview = panel.getByRole("region", { name: "The first rows as read" });
  await expect
    .element(preview.getByRole("row").nth(2))
    .toHaveTextContent(/facilityno light/);
  await panel.getByRole("button", { name: "Add 5 examples" }).click();
  expect(rows(store)).toEqual([
    "=",
    "Team=Ticket",
    "facility=no light",
    "money=no pay",
    "money=refund",
    "facility=no heat",
  ]);
  await expect.element(preview).not.toBeInTheDocument();
});

test("a text that begins with a bracket can be read as JSON or as a table", async () => {
  const store = await SCENES.ready();
  store.actions.addExample();
  await renderApp(store);
  const field = await focus(input(1));
  field.dispatchEvent(clipboard("[URGENT] no light\tcritical\n[LATER] no tea\tlow\n"));
  await expect.element(panel.getByText("2 examples, TSV")).toBeVisible();
  const between = panel.getByRole("combobox", { name: "Between the columns" });
  await between.selectOptions("none: it is JSON");
  await expect.element(panel.getByText("0 examples, JSONL")).toBeVisible();
  await between.selectOptions("tab");
  await expect.element(panel.getByText("2 examples, TSV")).toBeVisible();
});

test("a text pasted into a field stays in the field", async () => {
  const store = await SCENES.ready();
  store.actions.addExample();
  store.actions.editExample(1, { input: "one" });
  await renderApp(store);
  const field = await focus(input(1));
  const paste = clipboard("two\nthree");
  field.dispatchEvent(paste);
  expect(paste.defaultPrevented).toBe(false);
  expect(store.getState().examples.isReaderOpen).toBe(false);
});

test("a file dropped on the list is shown with its encoding", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  const data = new DataTransfer();
  // 猫,动物 橡树,树 in GBK
  const hex = "c3a82cb6afceef0acff0caf72ccaf70a";
  const bytes = Uint8Array.from(hex.match(/../gu)!, (pair) => Number.parseInt(pair, 16));
  data.items.add(new File([bytes], "animals.csv"));
  const place = (await add.findElement()) as HTMLElement;
  place.dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
  );
  await expect.element(panel.getByText("动物")).toBeVisible();
  await expect.element(panel.getByText(/^The encoding is a guess/)).toBeVisible();
  const encoding = panel.getByRole("combobox", { name: "Encoding" });
  await expect.element(encoding).toHaveValue("gb18030");
  await panel.getByRole("button", { name: "Add 2 examples" }).click();
  expect(rows(store)).toEqual(["猫=动物", "橡树=树"]);
});

test("a file dropped anywhere else does not replace the page", async () => {
  const store = await SCENES.ready();
  store.actions.openDeckTab("library");
  await renderApp(store);
  await expect.poll(isFileDropKept).toBe(true);
});

test("nor does a link dropped there, while text fields take text", async () => {
  await renderApp(await SCENES.ready());
  const isKept = (target: Element) =>
    isDropKept(target, (data) => {
      data.setData("text/uri-list", "https://example.org/");
    });
  await expect.poll(() => isKept(document.body)).toBe(true);
  expect(isKept(document.querySelector("textarea.description")!)).toBe(false);
});

test("a wrong answer is corrected and becomes an example", async () => {
  const store = await SCENES.answered();
  await renderApp(store);
  const turn = page.getByRole("article", { name: "Message 2" });
  await turn
    .getByRole("button", { name: "Correct it: the answer of SmolLM2", exact: true })
    .click();
  const field = turn.getByRole("textbox", { name: "What it should have answered" });
  await expect.element(field).toHaveFocus();
  await expect.element(field).toHaveValue(expect.stringMatching(/^I'm sorry/));
  await field.fill("the third of March");
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  await expect.element(turn.getByText("Added to your examples.")).toBeVisible();
  expect(rows(store)).toEqual(["March 3=the third of March"]);
});

test("a correction that a full list has no room for says so and stays", async () => {
  const store = await SCENES.answered();
  for (let row = 0; row < 500; row++) store.actions.addExample();
  await renderApp(store);
  const turn = page.getByRole("article", { name: "Message 2" });
  await turn
    .getByRole("button", { name: "Correct it: the answer of SmolLM2", exact: true })
    .click();
  const field = turn.getByRole("textbox", { name: "What it should have answered" });
  await field.fill("the third of March");
  await turn.getByRole("button", { name: "Add as example" }).click();
  await expect.element(turn.getByRole("alert")).toHaveTextContent("The list is full");
  await expect.element(field).toHaveValue("the third of March");
  store.actions.clearExamples();
  await turn.getByRole("button", { name: "Add as example" }).click();
  await expect.element(turn.getByText("Added to your examples.")).toBeVisible();
});

test("Escape leaves a correction and stops nothing else", async () => {
  const store = await SCENES.answered();
  await renderApp(store);
  const turn = page.getByRole("article", { name: "Message 2" });
  await turn
    .getByRole("button", { name: "Correct it: the answer of SmolLM2", exact: true })
    .click();
  await turn.getByRole("textbox").findElement();
  store.setState({ answering: { status: "answering" } });
  await userEvent.keyboard("{Escape}");
  await expect.element(turn.getByRole("textbox")).not.toBeInTheDocument();
  expect(store.getState().answering.status).toBe("answering");
  expect(rows(store)).toEqual([]);
});

test("the list says what is kept back, what repeats and what contradicts itself", async () => {
  await renderApp(await SCENES.examples());
  await expect.element(panel.getByText("6 to teach, 3 kept back")).toBeVisible();
  await expect.element(panel.getByText("1 repeats another.")).toBeVisible();
  await expect
    .element(panel.getByText(/^2 have the same input with different answers/))
    .toBeVisible();
  await expect.element(panel.getByText(/^not complete/)).toBeVisible();
});

test("a role is changed by hand", async () => {
  const store = await SCENES.ready();
  await store.actions.readExampleText("cat,animal\noak,tree");
  store.actions.takeReading();
  await renderApp(store);
  await focus(input(2));
  await panel
    .getByRole("combobox", { name: "Use of example 2" })
    .selectOptions("kept back");
  await expect.element(panel.getByText("1 to teach, 1 kept back")).toBeVisible();
});

test("with all of a longer list to teach, no score is called honest", async () => {
  const store = await SCENES.examples();
  for (const { id } of store.getState().examples.list) {
    store.actions.setExampleRole(id, "teach");
  }
  await renderApp(store);
  await expect
    .element(panel.getByText(/^9 examples, all to teach: with none kept back, no score/))
    .toBeVisible();
  await expect.element(panel.getByText(/honest/)).not.toBeInTheDocument();
});

test("a long list can be copied into the link only as a file, and says so", async () => {
  const store = await SCENES.generated();
  const text = Array.from({ length: 30 }, (_, row) => `in ${row},out`).join("\n");
  await store.actions.readExampleText(text);
  store.actions.takeReading();
  await renderApp(store);
  expect(panel.getByRole("listitem").all().length).toBeLessThan(30);
  await page.getByRole("button", { name: "Copy link" }).click();
  const note = page.getByText(/^Your 30 examples do not fit into the link/);
  await expect.element(note).toBeVisible();
});

test.each(["examples", "readingExamples"] as const)(
  "axe finds nothing in scene %s while a row has the focus",
  async (scene) => {
    const store = await SCENES[scene]();
    store.actions.addExample();
    await renderApp(store);
    await focus(input(1));
    const { violations } = await axe.run(document.documentElement);
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  },
);
