/** The engine in a page of somebody's own, bundled and served by nothing of the playground's. */
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, MODELS_READY, type PlainSite, servePlainly } from "./site";

const folder = mkdtempSync(join(tmpdir(), "library-"));
let site: PlainSite;
let browser: Browser;

beforeAll(async () => {
  await build({
    root: resolve("tests/library"),
    base: "./",
    logLevel: "error",
    worker: { format: "es" },
    build: { outDir: folder, emptyOutDir: false, target: "es2023" },
  });
  symlinkSync(resolve("public/models"), join(folder, "models"));
  site = await servePlainly("/own/", { folder });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true });
});

test("a page of thirty lines generates an adapter and answers with it", async () => {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", ({ message }) => problems.push(message));
  await page.goto(site.address);
  await page.getByRole("button", { name: "Ask" }).click();
  // First letters: neither a stage of loading, which ends in dots, nor the code of a failure.
  const answer = page.getByRole("status").filter({ hasText: /^a(\W+[a-z])*$/iu });
  await answer.filter({ hasNotText: "…" }).waitFor({ timeout: MODELS_READY });
  expect(problems).toEqual([]);
});
