/** Two tabs of one browser on a first visit: the models are fetched once, whatever becomes of a tab. */
import { statSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { modelsLoaded, READY } from "./person";
import { launchChromium, type PlainSite, servePlainly } from "./site";

const BASE = ".Q4_1.gguf";
const BYTES = statSync(
  "public/models/smollm2-135m-instruct-q4_1/SmolLM2-135M-Instruct.Q4_1.gguf",
).size;

let site: PlainSite;
let browser: Browser;

beforeEach(async () => {
  site = await servePlainly("/", { isIsolating: true });
  site.slow(BASE, 10e6);
  browser = await launchChromium();
});

afterEach(async () => {
  await browser?.close();
  await site?.close();
});

/** A first tab that has begun to fetch the base model, and a second one behind it. */
async function openTwo(): Promise<[Page, Page]> {
  const context = await browser.newContext();
  const first = await context.newPage();
  await first.goto(site.address);
  await downloaded(first, 0.05);
  const second = await context.newPage();
  await second.goto(site.address);
  return [first, second];
}

/** Waits until the page shows that this share of all its files is here. */
async function downloaded(page: Page, share: number): Promise<void> {
  const isThere = (wanted: number) => {
    const bar = document.querySelector<HTMLProgressElement>("progress");
    return bar !== null && bar.position >= wanted;
  };
  await page.waitForFunction(isThere, share, READY);
}

test("the second tab follows the first one's download, and both load", async () => {
  const [first, second] = await openTwo();
  await downloaded(second, 0.3);
  expect(site.ranges(BASE)).toEqual([undefined]);
  await Promise.all([modelsLoaded(first), modelsLoaded(second)]);
  expect(site.ranges(BASE)).toEqual([undefined]);
});

test("the second tab goes on where the first one was closed", async () => {
  const [first, second] = await openTwo();
  await downloaded(second, 0.6);
  await first.close();
  await modelsLoaded(second);
  const [begun, ...later] = site.ranges(BASE);
  expect(begun).toBeUndefined();
  expect(later).toEqual([expect.stringMatching(/^bytes=\d+-$/u)]);
  const from = Number(/\d+/u.exec(later[0]!)![0]);
  expect(from / BYTES).toBeGreaterThan(0.5);
});
