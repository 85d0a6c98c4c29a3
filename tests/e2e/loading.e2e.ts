import { statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, openPage, serveWithHeaders, type Site } from "./site";

let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await serveWithHeaders();
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

// Core Web Vitals call 0.1 good; a text that appears below others is about 0.01.
const MOST_SHIFT = 0.02;

test.each([360, 1440])(
  "at %i px the page is painted before the models and does not jump while they load",
  async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.addInitScript(() => {
      const seen = { shift: 0, paint: 0 };
      Object.assign(globalThis, { seen });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          seen.shift += (entry as unknown as { value: number }).value;
        }
      }).observe({ type: "layout-shift", buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntriesByName("first-contentful-paint")) {
          seen.paint = entry.startTime;
        }
      }).observe({ type: "paint", buffered: true });
    });
    const firstModelByte = page.waitForResponse(/\.gguf$/u);
    await page.goto(site.address);
    await firstModelByte;
    expect(await page.getByRole("textbox", { name: "Message" }).isVisible()).toBe(true);
    await page.getByText(/WebAssembly, \d+ thread/).waitFor({ timeout: 240_000 });
    const { shift, paint, model } = await page.evaluate(() => {
      const seen = (globalThis as unknown as { seen: { shift: number; paint: number } })
        .seen;
      return { ...seen, model: performance.now() };
    });
    expect(paint).toBeGreaterThan(0);
    expect(paint).toBeLessThan(model);
    expect(shift).toBeLessThan(MOST_SHIFT);
    await page.close();
  },
);

/** Most bytes of models that a first visit waits for until its first adapter. */
const MOST_MODEL_BYTES = 105e6;
const NOTED = 60_000;

test("the encoder comes behind the first adapter, and is kept for the next visit", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 800 } });
  const fetched: string[] = [];
  context.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.includes("/models/")) fetched.push(pathname);
  });
  const ofEncoder = () =>
    fetched.filter((path) => path.endsWith("/all-minilm-l6-v2/model.safetensors"));
  const problems: string[] = [];
  const page = await openPage(context, site.address, problems);
  const box = (on: Page) => on.getByRole("textbox", { name: "Describe the task" });
  const nearest = (on: Page) => on.getByText(/nearest (task )?0\.\d\d/);

  await box(page).fill("Sort the words by their length.");
  // Longer than the pause after which the note on the nearest task is asked for.
  await page.waitForTimeout(1000);
  expect(ofEncoder()).toEqual([]);
  const total = fetched
    .map((path) => statSync(join("dist", path)).size)
    .reduce((sum, bytes) => sum + bytes, 0);
  expect(total).toBeGreaterThan(90e6);
  expect(total).toBeLessThan(MOST_MODEL_BYTES);
  await page.getByRole("button", { name: /^Generate/ }).click();
  await nearest(page).waitFor({ timeout: NOTED });
  expect(ofEncoder()).toHaveLength(1);

  const again = await openPage(context, site.address, problems);
  await box(again).fill("Name the country.");
  await again.getByRole("button", { name: /^Generate/ }).click();
  await nearest(again).waitFor({ timeout: NOTED });
  expect(ofEncoder()).toHaveLength(1);
  expect(problems).toEqual([]);
  await context.close();
});
