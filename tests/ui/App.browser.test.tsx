import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { DEMO_INPUTS, demoScore } from "../../src/tasks/demoScores";
import { FIRST_DEMOS, OPENING_DEMO } from "../../src/tasks/firstDemos";
import { createAppStore } from "../../src/store/store";
import { createFakeEngine } from "../fakeEngine";
import { english } from "../../src/ui/text/en/english";
import { renderApp } from "./render";
import { SCENES } from "./scenes";

const description = page.getByRole("textbox", { name: "Describe the task" });
const message = page.getByRole("textbox", { name: "Message" });

test("describe, generate and ask with the keyboard alone", async () => {
  await renderApp(await SCENES.ready());
  await description.fill("Shout.");
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  await expect.element(page.getByText("460,800", { exact: true })).toBeVisible();
  await message.fill("March 3");
  await userEvent.keyboard("{Enter}");
  const turn = page.getByRole("article", { name: "Message 1" });
  await expect.element(turn.getByText("March third", { exact: true })).toBeVisible();
  await expect.element(turn.getByText(/^I'm sorry/)).toBeVisible();
});

test("a demo fills both boxes", async () => {
  await renderApp(await SCENES.ready());
  const demo = FIRST_DEMOS[3]!;
  await page
    .getByRole("button", { name: new RegExp(`^${english.demo[demo.task]}`) })
    .click();
  await expect.element(description).toHaveValue(demo.description);
  await expect.element(message).toHaveValue(demo.message);
});

test("a demo generates and asks", async () => {
  await renderApp(await SCENES.ready());
  const { task } = OPENING_DEMO;
  await page.getByRole("button", { name: `Show me: ${english.demo[task]}` }).click();
  const turn = page.getByRole("article", { name: "Message 1" });
  await expect
    .element(turn.getByText("The Glass Harbour", { exact: true }))
    .toBeVisible();
});

test("the demo of a first visit says how often it is right with the weights measured", async () => {
  await renderApp(await SCENES.loading());
  const { task } = OPENING_DEMO;
  const right = `${demoScore(task)!.adapter}/${DEMO_INPUTS} right`;
  const name = `Show me: ${english.demo[task]} ${right}`;
  await expect.element(page.getByRole("button", { name })).toBeVisible();
});

test("while the models load, Generate says that it waits", async () => {
  await renderApp(await SCENES.loading());
  await expect.element(page.getByText(/^Generates as soon as the models/)).toBeVisible();
  await expect
    .element(page.getByRole("progressbar", { name: "Loading the models" }))
    .toHaveAttribute("value", "61000000");
  await expect.element(page.getByText("61 of 209 MB")).toBeVisible();
});

test("a failed load can be tried again", async () => {
  let isBroken = true;
  const store = createAppStore(
    createFakeEngine({
      before() {
        if (isBroken) throw new Error("cable");
      },
    }),
  );
  await store.actions.start();
  await renderApp(store);
  await expect.element(page.getByRole("alert")).toHaveTextContent("cable");
  isBroken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect
    .element(page.getByRole("button", { name: /WebGPU \(Apple M3\)/ }))
    .toBeVisible();
});

test("Send becomes Stop without losing the focus, and Escape stops", async () => {
  await renderApp(await SCENES.answering());
  const stop = page.getByRole("button", { name: /^Stop/ });
  ((await stop.findElement()) as HTMLElement).focus();
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByText(/^Stopping/)).toBeVisible();
  expect(document.activeElement?.textContent).toMatch(/^Stopping/);
});

test("a long message says how much of it is read, until the first token", async () => {
  let goOn = () => {};
  const pause = new Promise<void>((resolve) => (goOn = resolve));
  const before = (step: string) => (step === "read" ? pause : undefined);
  const store = createAppStore(createFakeEngine({ reading: [0.42], before }));
  await store.actions.start();
  store.actions.setMessage("hello");
  const sent = store.actions.send();
  await renderApp(store);
  const answer = page.getByRole("group", { name: "SmolLM2", exact: true });
  await expect.element(answer).toHaveTextContent("42 % of the message read");
  goOn();
  await sent;
  await expect.element(answer).not.toHaveTextContent("read");
  await expect.element(answer).toHaveTextContent("4 tokens");
});

test("what a model writes is text, never markup", async () => {
  const markup = '<img src=x onerror="document.title=1"> **bold** <script>1</script>';
  const store = createAppStore(createFakeEngine({ answer: () => markup }));
  await store.actions.start();
  store.actions.setMessage("hello");
  await store.actions.send();
  await renderApp(store);
  await expect.element(page.getByText(markup, { exact: true })).toBeVisible();
  expect(document.querySelector(".answer img, .answer script")).toBeNull();
});

test("the strength moves by the keyboard and is shown with the answer", async () => {
  const store = await SCENES.generated();
  await renderApp(store);
  const slider = page.getByRole("slider", { name: "Strength" });
  ((await slider.findElement()) as HTMLElement).focus();
  await userEvent.keyboard("{ArrowRight}{ArrowRight}");
  expect(store.getState().strength).toBe(1.1);
  await page.getByRole("button", { name: /^Send/ }).click();
  await expect.element(page.getByText("× 1.10")).toBeVisible();
});

test("a third column is added and answers", async () => {
  await renderApp(await SCENES.generated());
  await page.getByText(/^Columns:/).click();
  await page
    .getByRole("combobox", { name: "Column to add" })
    .selectOptions("SmolLM2 + description as prompt");
  await page.getByRole("button", { name: "Add column" }).click();
  await page.getByRole("button", { name: /^Send/ }).click();
  const column = page.getByRole("group", { name: "SmolLM2 + description as prompt" });
  await expect
    .element(column)
    .toHaveTextContent("The title of the film, as the text gives it");
});

test("the device is switched behind the status line and nothing is lost", async () => {
  await renderApp(await SCENES.answered());
  await page.getByRole("button", { name: /WebGPU \(Apple M3\)/ }).click();
  await page.getByRole("radio", { name: "WebAssembly, on the processor" }).click();
  await expect
    .element(page.getByRole("button", { name: /WebAssembly, 4 threads/ }))
    .toBeVisible();
  await expect
    .element(page.getByText("The Glass Harbour", { exact: true }))
    .toBeVisible();
});

test("colours follow the choice and the choice is kept", async () => {
  await renderApp(await SCENES.ready());
  const before = document.documentElement.dataset["theme"];
  await page.getByRole("button", { name: /^Switch to/ }).click();
  await expect.poll(() => document.documentElement.dataset["theme"]).not.toBe(before);
  expect(localStorage.getItem("theme")).toBe(document.documentElement.dataset["theme"]);
});

test("a finished answer is announced once, in whole", async () => {
  await renderApp(await SCENES.answered());
  const region = document.querySelector("[aria-live]")!;
  expect(region.textContent).toContain("SmolLM2 + your adapter: March third");
});

test("settings are typed freely and bounded", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  await page.getByText("Sampling:").click();
  await page.getByRole("spinbutton", { name: "Temperature" }).fill("0.7");
  await page.getByRole("spinbutton", { name: "Top-k" }).fill("5000");
  await page.getByRole("spinbutton", { name: "Seed" }).fill("12");
  expect(store.getState().sampler).toMatchObject({
    temperature: 0.7,
    topK: 1000,
    seed: 12,
  });
});

test("a link that cannot be read says so above a working page", async () => {
  await renderApp(await SCENES.brokenLink());
  await expect
    .element(page.getByRole("alert"))
    .toHaveTextContent("This link could not be read.");
  await page.getByRole("button", { name: "Dismiss" }).click();
  expect(document.querySelector(".banner")).toBeNull();
});

test("the turn that was just asked is in view, wherever one had scrolled to", async () => {
  await page.viewport(1440, 900);
  const store = await SCENES.answered();
  for (const text of ["one", "two", "three"]) {
    store.actions.setMessage(text);
    await store.actions.send();
  }
  await renderApp(store);
  const panel = document.querySelector(".chat")!;
  panel.scrollTop = panel.scrollHeight;
  expect(panel.scrollTop).toBeGreaterThan(0);
  store.actions.setMessage("four");
  await store.actions.send();
  const newest = page.getByRole("article", { name: "Message 6" });
  await expect.element(newest).toBeVisible();
  const inView = async () => {
    const { top, bottom } = (await newest.findElement()).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  };
  await expect.poll(inView).toBe(true);
});
