import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, serveWithHeaders, type Site } from "./site";

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
