/** A site below a path of a host without headers, whose models lie at another address. */
import { cpSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  launchChromium,
  MODELS_READY,
  openPage,
  type PlainSite,
  servePlainly,
  skipGuide,
} from "./site";

/** Larger files are the models' own. */
const LARGEST_OF_PAGE = 5_000_000;

const folder = mkdtempSync(join(tmpdir(), "playground-"));
let models: PlainSite;
let site: PlainSite;
let browser: Browser;

beforeAll(async () => {
  const files = resolve("public");
  models = await servePlainly("/weights/", { folder: files, isShared: true });
  process.env["MODELS_ADDRESS"] = models.address;
  try {
    const output = { outDir: folder, emptyOutDir: false, copyPublicDir: false };
    await build({ build: output, logLevel: "error" });
  } finally {
    delete process.env["MODELS_ADDRESS"];
  }
  cpSync(files, folder, {
    recursive: true,
    filter: (path) =>
      statSync(path).isDirectory() || statSync(path).size < LARGEST_OF_PAGE,
  });
  site = await servePlainly("/team/lora/", { folder });
  browser = await launchChromium();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await models?.close();
  rmSync(folder, { recursive: true });
});

test("it opens, loads, generates and answers", async () => {
  const problems: string[] = [];
  const page = await openPage(await browser.newContext(), site.address, problems);
  expect(models.ranges(".gguf").length).toBeGreaterThan(0);
  expect(site.ranges(".gguf")).toEqual([]);
  await skipGuide(page);
  await page
    .getByRole("textbox", { name: "Describe the task" })
    .fill("Return only the first letter of each word");
  await page.keyboard.press("Control+Enter");
  await page.locator("dt:has-text('Checksum') + dd").waitFor({ timeout: MODELS_READY });
  await page.getByRole("textbox", { name: "Message" }).fill("apple banana cherry");
  await page.getByRole("button", { name: "Send" }).click();
  const answer = page.getByRole("article", { name: "Message 1" });
  await answer
    .getByText(/tok\/s/u)
    .first()
    .waitFor();
  expect(problems).toEqual([]);
});

test("every other address stays out of the page's reach", async () => {
  const page = await browser.newPage();
  await page.goto(site.address);
  const reached = await page.evaluate(
    async (addresses) => {
      const tried = await Promise.allSettled(addresses.map((address) => fetch(address)));
      return tried.map(({ status }) => status);
    },
    [models.address + "training-tasks.json", "http://localhost:9/"],
  );
  expect(reached).toEqual(["fulfilled", "rejected"]);
  const policy = await page.getAttribute(
    "meta[http-equiv='Content-Security-Policy']",
    "content",
  );
  expect(policy).toContain(`connect-src 'self' ${new URL(models.address).origin};`);
});
