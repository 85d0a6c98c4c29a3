/** The thread killed, and the tab closed, in the middle of an answer: nothing that was kept is lost. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  answered,
  answering,
  answersOf,
  checksum,
  firstVisit,
  generate,
  modelsLoaded,
  openLibrary,
  READY,
  send,
  turn,
} from "./person";
import { launchChromium, serveWithHeaders, type Site } from "./site";

const DESCRIPTION = "Shout it.";

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let generated = "";
let answers: string[] = [];

beforeAll(async () => {
  site = await serveWithHeaders();
  browser = await launchChromium();
  ({ context, page } = await firstVisit(browser, site.address));
  generated = await generate(page, DESCRIPTION);
  await send(page, "hello");
  await answering(page);
  await answered(page);
  answers = await answersOf(turn(page, 1));
}, 2 * READY.timeout);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test("a thread that is killed while it answers is started again, with everything", async () => {
  await send(page, "Tell a long story.");
  await answering(page);
  const [thread] = page.workers();
  await thread!.evaluate("void setTimeout(() => { throw new Error('killed'); })");
  await page
    .getByText(/has stopped \(.*killed.*\)\. Load the models again/)
    .first()
    .waitFor(READY);
  expect(await answersOf(turn(page, 1))).toEqual(answers);

  await page.getByRole("button", { name: "Try again" }).first().click();
  await modelsLoaded(page);
  await send(page, "hello");
  await answering(page);
  await answered(page);
  expect(await checksum(page)).toBe(generated);
  expect(await answersOf(turn(page, 1))).toEqual(answers);
});

test("a tab that is closed while it answers leaves its adapter and its earlier turns", async () => {
  await send(page, "Tell another long story.");
  await answering(page);
  await page.close();
  page = await context.newPage();
  await page.goto(site.address);
  await modelsLoaded(page);
  await openLibrary(page);
  await page.getByRole("button", { name: `Open ${DESCRIPTION}` }).click();
  await page.getByText("Made again: identical to the one that was kept.").waitFor(READY);
  expect(await checksum(page)).toBe(generated);
  expect(await answersOf(turn(page, 1))).toEqual(answers);
});
