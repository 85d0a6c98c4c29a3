/** Faults of a browser in the built page, with the real models: nothing that was kept is lost. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, MODELS_READY, serveWithHeaders, type Site } from "./site";

const ANSWERED = 120_000;
const READY = { timeout: 2 * MODELS_READY };

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  site = await serveWithHeaders();
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const ready = (on: Page) => on.getByText(/WebAssembly, \d+ thread/).waitFor(READY);
const checksum = (on: Page) =>
  on.locator("dt:has-text('Checksum') + dd").innerText(READY);
const turns = (on: Page) => on.getByRole("article", { name: /^Message \d+$/ });

async function generate(on: Page, description: string): Promise<string> {
  await on.getByRole("textbox", { name: "Describe the task" }).fill(description);
  await on.keyboard.press("Control+Enter");
  await on.getByRole("button", { name: /^Generate/ }).waitFor(READY);
  return checksum(on);
}

async function send(on: Page, message: string): Promise<void> {
  await on.getByRole("textbox", { name: "Message" }).fill(message);
  await on.keyboard.press("Control+Enter");
}

async function library(on: Page): Promise<void> {
  await on.getByRole("tab", { name: "Library" }).click();
}

test("two tabs load for the first time at once", { timeout: 600_000 }, async () => {
  page = await context.newPage();
  const other = await context.newPage();
  await Promise.all([page.goto(site.address), other.goto(site.address)]);
  await Promise.all([ready(page), ready(other)]);
  await other.close();
});

let generated = "";

test("a thread that is killed while it answers is started again, with everything", async () => {
  generated = await generate(page, "Shout it.");
  await send(page, "hello");
  await page.getByRole("button", { name: /^Send/ }).waitFor({ timeout: ANSWERED });
  const before = await turns(page).first().innerText();

  await send(page, "Tell a long story.");
  await page.getByRole("button", { name: /^Stop/ }).waitFor();
  const engine = page.workers()[0]!;
  await engine.evaluate("void setTimeout(() => { throw new Error('killed'); })");
  await page
    .getByText(/has stopped \(.*killed.*\)\. Load the models again/)
    .first()
    .waitFor();
  expect(await turns(page).last().innerText()).toBe(before);

  await page.getByRole("button", { name: "Try again" }).first().click();
  await ready(page);
  await send(page, "hello again");
  await page.getByRole("button", { name: /^Send/ }).waitFor({ timeout: ANSWERED });
  expect(await checksum(page)).toBe(generated);
  expect(await turns(page).count()).toBe(3);
});

test("a tab that is closed while it answers leaves its adapter and its earlier turns", async () => {
  await send(page, "Tell another long story.");
  await page.getByRole("button", { name: /^Stop/ }).waitFor();
  await page.close();
  page = await context.newPage();
  await page.goto(site.address);
  await ready(page);
  await library(page);
  await page.getByRole("button", { name: "Open Shout it." }).click();
  await page.getByText("Made again: identical to the one that was kept.").waitFor(READY);
  expect(await checksum(page)).toBe(generated);
  expect(await turns(page).count()).toBeGreaterThanOrEqual(2);
});

test("a disk that is full says so, and keeps what there was", async () => {
  const devtools = await context.newCDPSession(page);
  const origin = new URL(site.address).origin;
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await generate(page, "Whisper it.");
  await page
    .getByText(/The browser has no room left/)
    .first()
    .waitFor(READY);
  await send(page, "hello");
  await page.getByRole("button", { name: /^Send/ }).waitFor({ timeout: ANSWERED });
  await devtools.send("Storage.overrideQuotaForOrigin", { origin });
  await page.reload();
  await ready(page);
  await library(page);
  await page.getByRole("button", { name: "Open Shout it." }).waitFor();
});

test("kept files that were damaged are fetched again", async () => {
  const damaged = await page.evaluate(async () => {
    const changed: string[] = [];
    const visit = async (folder: FileSystemDirectoryHandle, path: string) => {
      for await (const [name, handle] of folder as unknown as AsyncIterable<
        [string, FileSystemHandle]
      >) {
        if (handle instanceof FileSystemDirectoryHandle) {
          await visit(handle, `${path}${name}/`);
          continue;
        }
        const writable = await (handle as FileSystemFileHandle).createWritable({
          keepExistingData: true,
        });
        await writable.write({
          type: "write",
          position: 100_000,
          data: new Uint8Array(9),
        });
        await writable.close();
        changed.push(path + name);
      }
    };
    await visit(await navigator.storage.getDirectory(), "");
    return changed;
  });
  expect(damaged.length).toBeGreaterThan(0);
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  await page.reload();
  await ready(page);
  expect(fetched.some((address) => address.endsWith(".gguf"))).toBe(true);
  expect(await generate(page, "Shout it.")).toBe(generated);
});
