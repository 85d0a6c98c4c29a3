/** What a person does on the built page, and what they wait for. */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { MODELS_READY } from "./site";

/** Long enough for a machine on which the models load for the second time meanwhile. */
export const READY = { timeout: 2 * MODELS_READY };
const ANSWERED = { timeout: 240_000 };

export async function modelsLoaded(page: Page): Promise<void> {
  await page.getByText(/WebAssembly, \d+ thread/).waitFor(READY);
}

/** A first visit to the site, with the models loaded. */
export async function firstVisit(
  browser: Browser,
  address: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  await modelsLoaded(page);
  return { context, page };
}

export function checksum(page: Page): Promise<string> {
  return page.locator("dt:has-text('Checksum') + dd").innerText(READY);
}

/** Checksum of the adapter that the description gave. */
export async function generate(page: Page, description: string): Promise<string> {
  await page.getByRole("textbox", { name: "Describe the task" }).fill(description);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: /^Generate/ }).waitFor(READY);
  return checksum(page);
}

export async function send(page: Page, message: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(message);
  await page.keyboard.press("Control+Enter");
}

export async function answering(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Stop/ }).waitFor(ANSWERED);
}

export async function answered(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Send/ }).waitFor(ANSWERED);
}

export function turn(page: Page, number: number): Locator {
  return page.getByRole("article", { name: `Message ${number}`, exact: true });
}

export function answersOf(turn: Locator): Promise<string[]> {
  return turn.locator(".answer-text").allInnerTexts();
}

export async function openLibrary(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Library" }).click();
}
