/** A site that was set up without the large base model (`npm start -- --base smollm2`). */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answered, answersOf, firstVisit, send, turn } from "./person";
import { launchChromium, type PlainSite, servePlainly, skipGuide } from "./site";

const BUILT = resolve("dist");
let folder: string;
let site: PlainSite;
let browser: Browser;

/** The built site by links, but the folders of models whose name begins with `left`. */
function linkWithout(left: string): string {
  const linked = mkdtempSync(join(tmpdir(), "site-"));
  const link = (path: string) => symlinkSync(join(BUILT, path), join(linked, path));
  for (const name of readdirSync(BUILT)) if (name !== "models") link(name);
  mkdirSync(join(linked, "models"));
  for (const name of readdirSync(join(BUILT, "models"))) {
    if (!name.startsWith(left)) link(join("models", name));
  }
  return linked;
}

beforeAll(async () => {
  folder = linkWithout("qwen");
  site = await servePlainly("/", { folder });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the loaded base model stays where the chosen one is missing, and goes on answering", async () => {
  const { context, page } = await firstVisit(browser, site.address);
  await skipGuide(page);
  await page
    .getByRole("button", { name: /^SmolLM2-135M/ })
    .first()
    .click();
  await page.getByRole("radio", { name: /^Qwen/ }).click();
  const note = page.getByRole("alert").filter({ hasText: /set up without qwen/ });
  await note.waitFor();
  expect(await note.innerText()).toMatch(/npm start.*The loaded models keep working\./su);
  expect(await page.getByRole("radio", { name: /^SmolLM2/ }).isChecked()).toBe(true);
  await page.keyboard.press("Escape");
  await send(page, "Say hello.");
  await answered(page);
  expect((await answersOf(turn(page, 1))).join("").length).toBeGreaterThan(0);
  await context.close();
});
