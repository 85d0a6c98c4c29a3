import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  launchChromium,
  MODELS_READY,
  openPage,
  servePlainly,
  serveWithHeaders,
  type Site,
} from "./site";

const DESCRIPTION =
  "Reply with the part of the e-mail address that comes after the @ sign.";
const MESSAGE = "nina@riverbank.org";
const ANSWER_DONE = 120_000;

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** Addresses that any page of the context asked for. */
const requested: string[] = [];
const problems: string[] = [];

beforeAll(async () => {
  site = await serveWithHeaders();
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  context.on("request", (request) => requested.push(request.url()));
  page = await openPage(context, site.address, problems);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function generate(on: Page, description: string): Promise<string> {
  await on.getByRole("textbox", { name: "Describe the task" }).fill(description);
  await on.keyboard.press("Control+Enter");
  const checksum = on.locator("dt:has-text('Checksum') + dd");
  await checksum.waitFor();
  return checksum.innerText();
}

/** Sends and waits until every column has finished; the newest turn stands first. */
async function ask(on: Page, message: string): Promise<string[]> {
  const earlier = await turns(on).count();
  await on.getByRole("textbox", { name: "Message" }).fill(message);
  await on.keyboard.press("Control+Enter");
  await expect.poll(() => turns(on).count()).toBe(earlier + 1);
  return newestAnswers(on);
}

function turns(on: Page) {
  return on.getByRole("article", { name: /^Message \d+$/ });
}

async function newestAnswers(on: Page): Promise<string[]> {
  const turn = turns(on).first();
  await on.getByRole("button", { name: /^Send/ }).waitFor({ timeout: ANSWER_DONE });
  return turn.locator(".answer-text").allInnerTexts();
}

async function setStrength(on: Page, value: string): Promise<void> {
  await on.getByRole("slider", { name: "Strength" }).fill(value);
}

let checksum = "";
let answers: string[] = [];

test("a typed description becomes an adapter and the two columns differ", async () => {
  checksum = await generate(page, DESCRIPTION);
  expect(checksum).toMatch(/[0-9a-f]{8}/);
  answers = await ask(page, MESSAGE);
  expect(answers).toHaveLength(2);
  expect(answers[0]).not.toBe("");
  expect(answers[1]).not.toBe(answers[0]);
});

test("a link brings the same adapter and the same text back", async () => {
  await page.getByRole("button", { name: "Copy link" }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain(site.address);
  const link = await copied();
  expect(link.length).toBeLessThan(2000);
  const replay = await openPage(context, link, problems);
  const shown = replay.locator("dt:has-text('Checksum') + dd");
  await shown.waitFor();
  expect(await shown.innerText()).toBe(checksum);
  const isReplaying = (await turns(replay).count()) > 0;
  const replayed = isReplaying ? await newestAnswers(replay) : await ask(replay, MESSAGE);
  expect(replayed).toEqual(answers);
  await replay.close();
});

test("strength 0 answers exactly as the base model", async () => {
  await page.getByRole("button", { name: "Clear" }).click();
  await setStrength(page, "0");
  const [base, adapted] = await ask(page, "Name a colour.");
  expect(adapted).toBe(base);
  await setStrength(page, "1");
});

test("the download is a PEFT folder", async () => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /Download/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^adapter-[0-9a-f]{8}\.zip$/);
  const listing = execFileSync("python3", ["-m", "zipfile", "-l", await download.path()]);
  for (const name of ["adapter_config.json", "adapter_model.safetensors", "README.md"]) {
    expect(listing.toString()).toContain(name);
  }
});

test.each(["light", "dark"] as const)(
  "axe finds nothing in the %s theme",
  async (scheme) => {
    // Motion off: the contrast of a colour halfway between the themes is nobody's concern.
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  },
);

test("reading a long message shows how far it is and can be stopped", async () => {
  await page.getByRole("textbox", { name: "Message" }).fill("one two three ".repeat(250));
  await page.keyboard.press("Control+Enter");
  await page
    .getByText(/^\d+ % of the message read$/)
    .first()
    .waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Send/ }).waitFor({ timeout: ANSWER_DONE });
  const stopped = turns(page).first().getByText("stopped by you");
  expect(await stopped.count()).toBe(2);
  expect(await newestAnswers(page)).toEqual(["(no text)", "(no text)"]);
  await page.getByRole("button", { name: "Clear" }).click();
});

test("a stopped answer does not block the next", async () => {
  await page.getByRole("textbox", { name: "Message" }).fill("Tell a long story.");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: /^Stop/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Send/ }).waitFor({ timeout: ANSWER_DONE });
  const texts = await ask(page, MESSAGE);
  expect(texts).toHaveLength(2);
});

test("while nobody asks anything the page leaves the processor alone", async () => {
  const devtools = await browser.newBrowserCDPSession();
  const total = async () => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer");
    return renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const secondsSpent = async () => {
    const before = await total();
    await page.waitForTimeout(2000);
    return (await total()) - before;
  };
  await page.getByRole("textbox", { name: "Message" }).fill("Tell a long story.");
  await page.getByRole("button", { name: "Send" }).click();
  const answering = await secondsSpent();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Send" }).waitFor();
  const idle = await secondsSpent();
  expect(idle).toBeLessThan(0.1 * answering);
});

test("a mangled link says so and the page still opens", async () => {
  const opened = await openPage(context, `${site.address}#v1=%%%not-a-link`, problems);
  await opened.getByText(/^This link could not be read\./).waitFor();
  expect(await opened.getByRole("button", { name: /^Generate/ }).isVisible()).toBe(true);
  await opened.close();
});

test("below a path, without isolation headers, it runs with one thread and says so", async () => {
  const plain = await servePlainly("/some/where/");
  // This context has no service worker, which would add the headers.
  const apart = await browser.newContext({ serviceWorkers: "block" });
  apart.on("request", (request) => requested.push(request.url()));
  try {
    const opened = await openPage(apart, plain.address, problems);
    await opened.getByText(/WebAssembly, 1 thread/).waitFor();
    expect(await generate(opened, DESCRIPTION)).toBe(checksum);
  } finally {
    await apart.close();
    await plain.close();
  }
});

test("an interrupted load says so and continues where it broke", async () => {
  const plain = await servePlainly("/");
  const apart = await browser.newContext({ serviceWorkers: "block" });
  try {
    plain.cutNext(".gguf", 30_000_000);
    const opened = await apart.newPage();
    await opened.goto(plain.address);
    await opened.getByText(/the connection broke after \d+ bytes/).waitFor({
      timeout: MODELS_READY,
    });
    await opened
      .getByRole("button", { name: /Try again|Retry|Load/ })
      .first()
      .click();
    await opened.getByText(/WebAssembly, \d+ thread/).waitFor({ timeout: MODELS_READY });
    const ranges = plain.ranges(".gguf");
    expect(ranges).toHaveLength(2);
    expect(Number(ranges[1]!.match(/bytes=(\d+)-/)![1])).toBeGreaterThan(1_000_000);
    await opened.reload();
    await opened.getByText(/WebAssembly, \d+ thread/).waitFor({ timeout: MODELS_READY });
    expect(plain.ranges(".gguf")).toHaveLength(2);
  } finally {
    await apart.close();
    await plain.close();
  }
});

test("nothing was asked of any other site and nothing went wrong", () => {
  const origins = new Set(
    requested.map((url) => new URL(url)).map((url) => url.hostname || url.protocol),
  );
  expect(
    [...origins].filter((origin) => origin !== "localhost" && origin !== "blob:"),
  ).toEqual([]);
  expect(problems).toEqual([]);
});
