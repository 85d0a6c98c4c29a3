/** Scope, strength, blends, live mode, the doctor and the inspector on the real models. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, openPage, serveWithHeaders, type Site, skipGuide } from "./site";

const DESCRIPTION = "Turn a passive sentence into an active one.";
const MESSAGE = "The letter was written by Tom.";
const ANSWERED = 60_000;

let site: Site;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  site = await serveWithHeaders();
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await openPage(context, site.address, problems);
  await skipGuide(page);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const box = () => page.getByRole("textbox", { name: "Describe the task" });
const madeFrom = (text: string | RegExp) => page.locator(".made-from", { hasText: text });

async function ask(): Promise<void> {
  const answered = page.getByRole("article", { name: /^Message/ });
  const before = await answered.count();
  await page.getByRole("textbox", { name: "Message" }).fill(MESSAGE);
  await page.getByRole("button", { name: /^Send/ }).click();
  await expect.poll(() => answered.count(), { timeout: ANSWERED }).toBe(before + 1);
  await answered
    .first()
    .getByRole("button", { name: /^Copy the answer of SmolLM2 \+/ })
    .waitFor({ timeout: ANSWERED });
}

function answerOf(column: string): Promise<string> {
  return page
    .getByRole("article", { name: /^Message/ })
    .first()
    .getByRole("group", { name: column, exact: true })
    .locator(".answer-text")
    .innerText();
}

test("an adapter that applies nowhere answers as the base model", async () => {
  await box().fill(DESCRIPTION);
  await page.getByRole("button", { name: /^Generate/ }).click();
  await madeFrom(DESCRIPTION).waitFor({ timeout: ANSWERED });
  await ask();
  expect(await answerOf("SmolLM2 + your adapter")).not.toBe(await answerOf("SmolLM2"));
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.getByText(/^Where it applies/).click();
  const modules = page.getByRole("group", { name: "Modules" }).getByRole("checkbox");
  for (const module of await modules.all()) await module.uncheck();
  await ask();
  expect(await answerOf("SmolLM2 + your adapter")).toBe(await answerOf("SmolLM2"));
  await page.getByRole("button", { name: "Apply everywhere" }).click();
});

test("the slider of a blend makes the adapter again", async () => {
  await page.getByRole("button", { name: "Blend in a second description" }).click();
  const second = page.getByRole("textbox", { name: "Second description" });
  await second.fill("Name the place mentioned in the post.");
  await page.getByRole("radio", { name: "mix the weights" }).check();
  await page.getByRole("button", { name: /^Generate/ }).click();
  await madeFrom(/^50 % of the first/).waitFor({ timeout: ANSWERED });
  await page.getByRole("slider", { name: "Share of the second" }).fill("0.25");
  await madeFrom(/^75 % of the first/).waitFor({ timeout: ANSWERED });
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await madeFrom(/% of the first/).waitFor({ state: "detached", timeout: ANSWERED });
});

test("live mode makes the adapter while somebody types, and asks again", async () => {
  await page.getByRole("switch", { name: /^Live/ }).check();
  await box().fill("");
  await box().pressSequentially("Write the sentence in capital letters", { delay: 20 });
  await madeFrom("Write the sentence in capital letters").waitFor({ timeout: ANSWERED });
  await page
    .getByRole("article", { name: "Message 1" })
    .getByRole("button", { name: /^Copy the answer of SmolLM2 \+/ })
    .waitFor({ timeout: ANSWERED });
  await page.getByRole("switch", { name: /^Live/ }).uncheck();
});

test("the doctor and the inspector know the training tasks", async () => {
  await page.getByText(/nearest task 0\.\d\d/).waitFor({ timeout: ANSWERED });
  await page.getByRole("tab", { name: "Inspect" }).click();
  for (const name of [/^Heat map of 30/, /^Singular values of 30/, /^Map of 551/]) {
    await page.getByRole("img", { name }).locator("svg").waitFor({ timeout: ANSWERED });
  }
  await page
    .getByRole("img", { name: /^Cosine to the mean adapter: yours 0\.\d\d/ })
    .waitFor({ timeout: ANSWERED });
  expect(problems).toEqual([]);
});
