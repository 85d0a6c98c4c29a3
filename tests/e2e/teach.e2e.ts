/** Teaching on the real models: describe, show, generate, teach, check, undo, reload. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, openPage, serveWithHeaders, type Site, skipGuide } from "./site";

const DESCRIPTION = "Name the kind of thing: animal, tool or fruit.";
const EXAMPLES = [
  ["cat", "animal"],
  ["hammer", "tool"],
  ["apple", "fruit"],
  ["horse", "animal"],
  ["saw", "tool"],
  ["pear", "fruit"],
  ["goat", "animal"],
  ["drill", "tool"],
  ["plum", "fruit"],
];
const TAUGHT = 120_000;

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  site = await serveWithHeaders();
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await openPage(context, site.address, problems);
  await skipGuide(page);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const teachPart = (on: Page) => on.getByRole("region", { name: "Teach it" });
const checksum = (on: Page) => on.locator("dt:has-text('Checksum') + dd");

async function losses(on: Page): Promise<{ first: number; last: number }> {
  const chart = teachPart(on).getByRole("img", { name: /^Loss of the taught examples/ });
  const words = (await chart.getAttribute("aria-label"))!;
  const [first, last] = [...words.matchAll(/(\d+\.\d\d) (?:at first|after)/gu)];
  return { first: Number(first![1]), last: Number(last![1]) };
}

let generated = "";
let taught = "";

test("examples are taught from the generated adapter, and what is kept back gains", async () => {
  await page.getByRole("textbox", { name: "Describe the task" }).fill(DESCRIPTION);
  await page.getByRole("button", { name: "Paste or open a file" }).click();
  await page
    .getByRole("textbox", { name: /^Examples, one a line/ })
    .fill(EXAMPLES.map((pair) => pair.join("\t")).join("\n"));
  await page.getByRole("button", { name: "Add 9 examples" }).click();
  await page.getByRole("button", { name: /^Generate/ }).click();
  await checksum(page).waitFor();
  generated = await checksum(page).innerText();
  await teachPart(page).getByRole("button", { name: "Teach", exact: true }).click();
  await teachPart(page)
    .getByText(/step 1 of \d+/)
    .waitFor({ timeout: TAUGHT });
  await teachPart(page)
    .getByText(/^Taught \d+ steps? with 6 examples/)
    .waitFor({ timeout: TAUGHT });
  taught = await checksum(page).innerText();
  expect(taught).not.toBe(generated);
  const { first, last } = await losses(page);
  expect(last).toBeLessThan(first);
});

test("undo gives the earlier adapter to the bit", async () => {
  await teachPart(page).getByRole("button", { name: "Undo teaching" }).click();
  await expect.poll(() => checksum(page).innerText()).toBe(generated);
});

test("nothing went wrong", () => {
  expect(problems).toEqual([]);
});
