import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { DEMO_INPUTS, demoScore } from "../../../src/tasks/demoScores";
import { DEMOS } from "../../../src/tasks/demos";
import { FIRST_DEMOS } from "../../../src/tasks/firstDemos";
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

test("the counts are said to be of SmolLM2 where another base model is loaded", async () => {
  const store = await SCENES.demos();
  await store.actions.switchBase("qwen2.5-coder-0.5b-instruct-q4_k_m");
  await renderApp(store);
  const demos = page.getByRole("tabpanel", { name: "Demos" });
  await expect
    .element(demos)
    .toHaveTextContent(
      "Qwen2.5-Coder-0.5B is loaded now; the counts are those of SmolLM2.",
    );
  await expect
    .element(demos)
    .toHaveTextContent("with SmolLM2 and T2L-G · SFT, greedy, exact match");
  // Beside the demos to begin with there is no room to say whose they are.
  await expect.element(page.getByText(/\d+\/40 right/)).not.toBeInTheDocument();
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

test("what was typed before a demo took the boxes is put back by one press", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  const box = page.getByRole("textbox", { name: "Describe the task" });
  const back = page.getByRole("button", { name: "Put back what you had typed" });
  await box.fill("Say it as a pirate would.");
  await expect.element(back).not.toBeInTheDocument();
  await page.getByTitle(FIRST_DEMOS[1]!.description).click();
  await expect.element(box).not.toHaveValue("Say it as a pirate would.");
  await back.click();
  await expect.element(box).toHaveValue("Say it as a pirate would.");
  await expect.element(back).not.toBeInTheDocument();
  await expect.element(box).toHaveFocus();
});
