import axe from "axe-core";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { AppStore } from "../../../src/store/store";
import { isFileDropKept } from "../drops";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

async function renderCheck(store: AppStore): Promise<void> {
  store.actions.openDeckTab("check");
  await renderApp(store);
  await page.getByRole("heading", { name: "Check it on examples" }).findElement();
}

const box = page.getByRole("textbox", { name: /^Examples, one a line/ });

test("pasted lines are read as they stand and every fault is named", async () => {
  await renderCheck(await SCENES.generated());
  await box.fill('cat,animal\n"a",b,c\n,empty\noak,tree\nelm,tree\nfir,tree\nash,tree');
  await expect.element(page.getByText("5 examples, CSV")).toBeVisible();
  await expect.element(page.getByText(/^Line 2: 3 cells where two/)).toBeVisible();
  await expect.element(page.getByText("Line 3: the input is empty.")).toBeVisible();
  await expect.element(box).toHaveValue(expect.stringContaining("empty"));
});

test("too few examples cannot be run", async () => {
  await renderCheck(await SCENES.generated());
  await box.fill("cat,animal");
  await page.getByRole("button", { name: "Add 1 example" }).click();
  await expect.element(page.getByText("At least 5 examples are needed.")).toBeVisible();
  const run = page.getByRole("button", { name: "Run the check" });
  await expect.element(run).toHaveAttribute("aria-disabled", "true");
});

test("a file can be dropped on the box", async () => {
  const store = await SCENES.generated();
  await renderCheck(store);
  const data = new DataTransfer();
  data.items.add(new File(["in\tout\nup\tdown"], "pairs.tsv"));
  const target = (await box.findElement()) as HTMLElement;
  target.dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
  );
  await expect.element(page.getByText("2 examples, TSV")).toBeVisible();
});

test("a built-in task runs to scores, tests and disagreements", async () => {
  await renderCheck(await SCENES.checked());
  const scores = page.getByRole("region", { name: "Scores" });
  const mine = scores.getByRole("row", { name: /SmolLM2 \+ your adapter/ });
  await expect.element(mine).toHaveTextContent(/\d+ %/);
  const tests = page.getByRole("region", { name: "Are they different?" });
  const row = tests.getByRole("row", {
    name: /^SmolLM2 \+ your adapter against SmolLM2 \+\d+ %/,
  });
  await expect.element(row).toHaveTextContent(/better/);
  const answers = page.getByRole("region", { name: "Answers" });
  await expect.element(answers.getByText("right").first()).toBeInTheDocument();
  await page.getByRole("checkbox", { name: /^Only where columns disagree/ }).click();
  await page.getByRole("button", { name: "Show all 40" }).click();
  expect(answers.getByRole("row").all()).toHaveLength(41);
});

test("the modules and layers that applied stand beside the strength", async () => {
  const store = await SCENES.checked();
  await renderCheck(store);
  store.actions.setScope({ modulesOff: ["v_proj"], firstLayer: 3, lastLayer: 9 });
  await store.actions.startCheck();
  const results = page.getByRole("region", { name: "Results" });
  await expect
    .element(results.getByText("Where it applies: q, layers 3–9", { exact: true }))
    .toBeVisible();
});

test("another metric scores the same answers again", async () => {
  const store = await SCENES.checked();
  await renderCheck(store);
  await page.getByRole("radio", { name: "contains the answer" }).click();
  const scores = page.getByRole("region", { name: "Scores" });
  await expect.element(scores.getByRole("row", { name: /^SmolLM2 100 %/ })).toBeVisible();
  expect(store.getState().check.result!.rows).toHaveLength(40);
});

test("a running check shows how far it is and stops", async () => {
  await renderCheck(await SCENES.checking());
  const progress = page.getByRole("progressbar", { name: "Progress of the check" });
  await expect.element(progress).toHaveAttribute("max", "80");
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect
    .element(page.getByText("Stopped by you; what was answered until then counts."))
    .toBeVisible();
  await expect.element(page.getByRole("button", { name: "Run it again" })).toBeVisible();
});

test("a file dropped beside the box does not replace the page", async () => {
  await renderCheck(await SCENES.generated());
  await expect.poll(isFileDropKept).toBe(true);
});

test("an adapter made for something else is named as such", async () => {
  const store = await SCENES.generated();
  await renderCheck(store);
  await page.getByRole("radio", { name: "A built-in task" }).click();
  const note = page.getByText(/^Your adapter was made for something else/);
  await expect.element(note).toBeVisible();
  await page.getByRole("button", { name: "Generate the adapter for it" }).click();
  await expect.element(note).not.toBeInTheDocument();
});

test("the task's description becomes the adapter's", async () => {
  const store = await SCENES.ready();
  await renderCheck(store);
  await page.getByRole("radio", { name: "A built-in task" }).click();
  await page.getByRole("combobox", { name: "Task" }).selectOptions("rounding");
  await page.getByRole("button", { name: "Generate the adapter for it" }).click();
  await expect
    .poll(() => store.getState().description)
    .toBe("Round the number to the nearest whole number.");
});

test("pasted examples go into the list and are checked from there", async () => {
  const store = await SCENES.generated();
  await renderCheck(store);
  await box.fill("cat\tanimal\noak\ttree\nelm\ttree\nfir\ttree\nash\ttree");
  await page.getByRole("button", { name: "Add 5 examples" }).click();
  await expect.element(box).toHaveValue("");
  await expect.element(page.getByText(/^5 examples in your list/)).toBeVisible();
  await page.getByRole("button", { name: "Run the check" }).click();
  await expect.element(page.getByText("5 of 5 examples: your own")).toBeVisible();
  expect(store.getState().examples.list).toHaveLength(5);
});

test("a score on examples that were taught says so", async () => {
  await renderCheck(await SCENES.checkedTaught());
  const scores = page.getByRole("region", { name: "Scores" });
  const mine = scores.getByRole("row", { name: /SmolLM2 \+ your adapter/ });
  await expect.element(mine).toHaveTextContent("taught on 8 of these 12");
  await expect.element(page.getByText(/^An adapter was taught on some/)).toBeVisible();
  const part = page.getByRole("radio", { name: "only the 4 kept back" });
  await part.click();
  await expect
    .element(page.getByText(/^4 examples are kept back, and a check needs 5\./))
    .toBeVisible();
  await page.getByRole("radio", { name: "all 12" }).click();
  const run = page.getByRole("button", { name: "Run it again" });
  await expect.element(run).toHaveAttribute("aria-disabled", "false");
});

test.each(["check", "checking", "checked", "checkedTaught"] as const)(
  "axe finds nothing in the panel of scene %s",
  async (scene) => {
    await page.viewport(1440, 900);
    await renderCheck(await SCENES[scene]());
    const { violations } = await axe.run(document.querySelector(".deck-panel")!);
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  },
);
