import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { DEMO_INPUTS, demoScore } from "../../../src/tasks/demoScores";
import { DEMOS } from "../../../src/tasks/demos";
import { loadLanguage } from "../../../src/ui/text/translation";
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

test.for([
  ["en", "taught with 4", (right: number) => `${right} of ${DEMO_INPUTS}`],
  ["zh", "教过 4 例", (right: number) => `${right} / ${DEMO_INPUTS}`],
] as const)("a card tells what teaching adds, in %s", async ([language, name, count]) => {
  const store = await SCENES.demos();
  await loadLanguage(language);
  store.setState({ language });
  await renderApp(store);
  const demo = DEMOS.find(({ family }) => family === "code")!;
  const card = page.getByRole("listitem").filter({ hasText: demo.description });
  await expect.element(card.getByRole("term").last()).toHaveTextContent(name);
  await expect
    .element(card.getByRole("definition").last())
    .toHaveTextContent(count(demoScore(demo.task)!.taught!));
});
