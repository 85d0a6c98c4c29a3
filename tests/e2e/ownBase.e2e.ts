/** A person's own base model: brought, kept, and opened anew on the next visit. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chattingModel } from "../engine/ownBase/toyFiles";
import { answered, answersOf, firstVisit, modelsLoaded, send, turn } from "./person";
import { launchChromium, serveWithHeaders, type Site, skipGuide } from "./site";

const FOLDER = mkdtempSync(join(tmpdir(), "own-"));
let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await serveWithHeaders();
  browser = await launchChromium();
  writeFileSync(join(FOLDER, "mouse.gguf"), chattingModel());
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(FOLDER, { recursive: true, force: true });
});

async function openChoice(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("button", { name }).first().click();
}

/** What the model alone answers to a message, as the page's next turn. */
async function ask(page: Page, message: string): Promise<string> {
  await page.keyboard.press("Escape");
  await send(page, message);
  await answered(page);
  return (await answersOf(turn(page, 1)))[0]!;
}

test("what is kept answers on the next visit as it did, without its file", async () => {
  const { context, page } = await firstVisit(browser, site.address);
  await skipGuide(page);
  await openChoice(page, /^SmolLM2-135M/);
  await page.getByLabel("A GGUF of your own …").setInputFiles(join(FOLDER, "mouse.gguf"));
  await openChoice(page, /^mouse/);
  await page.getByRole("button", { name: "Keep mouse in this browser" }).click();
  await page.getByText("Kept in this browser for the next visit.").waitFor();
  await page
    .getByRole("button", { name: /^mouse/ })
    .first()
    .waitFor();
  const before = await ask(page, "ab");
  await page.close();

  rmSync(join(FOLDER, "mouse.gguf"));
  const next = await context.newPage();
  await next.goto(site.address);
  await modelsLoaded(next);
  await openChoice(next, /^SmolLM2-135M/);
  await next.getByRole("radio", { name: /^mouse/ }).click();
  await next
    .getByRole("button", { name: /^mouse/ })
    .first()
    .waitFor();
  await modelsLoaded(next);
  expect(await ask(next, "ab")).toBe(before);
  await context.close();
});
