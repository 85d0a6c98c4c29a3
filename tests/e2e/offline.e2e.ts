import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, type PlainSite, servePlainly } from "./site";

const MODELS_READY = 240_000;
const PATH = "/some/where/";

let browser: Browser;
let context: BrowserContext;
let page: Page;
let site: PlainSite;
/** The built page in a folder of its own, so that a new version can be put there. */
const folder = mkdtempSync(join(tmpdir(), "playground-"));

beforeAll(async () => {
  const dist = resolve("dist");
  cpSync(dist, folder, {
    recursive: true,
    filter: (path) => path !== join(dist, "models"),
  });
  symlinkSync(join(dist, "models"), join(folder, "models"));
  site = await servePlainly(PATH, { folder });
  browser = await launchChromium();
  context = await browser.newContext();
  page = await context.newPage();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true });
});

function ready(on: Page) {
  return on.getByText(/WebAssembly, \d+ threads/).waitFor({ timeout: MODELS_READY });
}

/** Said behind the status line, once every file of the page is kept. */
function worksOffline(on: Page) {
  return on
    .getByText(/it works without a network/)
    .waitFor({ state: "attached", timeout: MODELS_READY });
}

test("on a host without headers the page gets its threads all the same", async () => {
  await page.goto(site.address);
  await ready(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await worksOffline(page);
});

test("without a network it opens, generates and answers", async () => {
  const { port } = new URL(site.address);
  await site.close();
  await page.reload();
  await ready(page);
  await page.getByRole("textbox", { name: "Describe the task" }).fill("Shout it.");
  await page.keyboard.press("Control+Enter");
  await page.locator("dt:has-text('Checksum') + dd").waitFor();
  await page.getByRole("tab", { name: "Library" }).click();
  await page.getByRole("button", { name: "Open Shout it." }).waitFor();
  site = await servePlainly(PATH, { folder, port: Number(port) });
});

test("what one tab keeps is in the other at once, and after a reload", async () => {
  const other = await context.newPage();
  await other.goto(site.address);
  await other.getByRole("tab", { name: "Library" }).click();
  const name = (on: Page) => on.getByRole("textbox", { name: /^Name of/ }).first();
  await name(other).fill("loud");
  await other.keyboard.press("Enter");
  await page.getByRole("tab", { name: "Library" }).click();
  await expect.poll(() => name(page).inputValue()).toBe("loud");
  await other.reload();
  await other.getByRole("tab", { name: "Library" }).click();
  await expect.poll(() => name(other).inputValue()).toBe("loud");
  await other.close();
});

/**
 * Chromium stops an idle worker after half a minute, but never one with a debugger attached, as
 * Playwright is; such a worker may hold on to its last event and so hold up the next version.
 * Stops the one in charge for as long as a next version waits for its place; a load of the page
 * under way may start it again at any time.
 */
async function stopWorkerInTheWay(on: Page) {
  const devtools = await on.context().newCDPSession(on);
  const reported = new Promise<{ status: string; versionId: string }[]>((resolve) =>
    devtools.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
      if (versions.length > 0) resolve(versions);
    }),
  );
  await devtools.send("ServiceWorker.enable");
  const versions = await reported;
  const active = versions.find(({ status }) => status === "activated");
  if (active && versions.some(({ status }) => status === "installed"))
    await devtools.send("ServiceWorker.stopWorker", { versionId: active.versionId });
  await devtools.detach();
}

test(
  "a new version is told of, and taken over on request with the view kept",
  { timeout: 2 * MODELS_READY },
  async () => {
    const next = `next-${Date.now()}`;
    const change = (name: string, from: RegExp, to: string) => {
      const path = join(folder, name);
      const before = readFileSync(path, "utf8");
      writeFileSync(path, before.replace(from, to));
      expect(readFileSync(path, "utf8")).not.toBe(before);
    };
    change("index.html", /<html [^>]*>/u, `<html lang="en" data-version="${next}">`);
    change(
      "serviceWorker.js",
      /(\\"path\\":\\"index\.html\\",\\"revision\\":\\")[^"\\]*/u,
      `$1${next}`,
    );
    const version = () =>
      page.evaluate(() => document.documentElement.dataset["version"]);
    await page.reload();
    expect(await version()).not.toBe(next);
    await page.getByText(/^A new version of this page is ready/).waitFor();
    await page.getByRole("textbox", { name: "Message" }).fill("kept?");
    await page.getByRole("button", { name: "Reload" }).click();
    const takenOver = async () => {
      await stopWorkerInTheWay(page);
      return version();
    };
    await expect.poll(takenOver, { interval: 500, timeout: 60_000 }).toBe(next);
    await expect
      .poll(() => page.getByRole("textbox", { name: "Message" }).inputValue(), {
        timeout: 60_000,
      })
      .toBe("kept?");
    await ready(page);
  },
);

test("reloading brings back no document from before the headers", async () => {
  const cached = await launchChromium([], ["--disable-back-forward-cache"]);
  try {
    const visited = await (await cached.newContext()).newPage();
    await visited.goto(site.address);
    await ready(visited);
    await visited.reload();
    await ready(visited);
    expect(await visited.evaluate(() => crossOriginIsolated)).toBe(true);
  } finally {
    await cached.close();
  }
});
