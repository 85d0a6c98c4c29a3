/** Files that the browser kept, damaged on the disk: nothing that was made is lost. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { firstVisit, generate, modelsLoaded, READY } from "./person";
import { launchChromium, serveWithHeaders, type Site } from "./site";

let site: Site;
let browser: Browser;
let page: Page;
let generated = "";

beforeAll(async () => {
  site = await serveWithHeaders();
  browser = await launchChromium();
  ({ page } = await firstVisit(browser, site.address));
  generated = await generate(page, "Shout it.");
}, 2 * READY.timeout);

afterAll(async () => {
  await browser?.close();
  await site?.close();
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
  await modelsLoaded(page);
  expect(fetched.some((address) => address.endsWith(".gguf"))).toBe(true);
  expect(await generate(page, "Shout it.")).toBe(generated);
});
