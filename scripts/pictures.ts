/**
 * Every picture of the repository, from the built page with its real models:
 *
 *     npm run build && npm run pictures [-- PART ...]
 *
 * PARTS are the icons, the preview that other sites show of a link with the README's tour, and
 * the curve of lessons.
 */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { FIRST_DEMOS } from "../src/tasks/firstDemos";
import { launchChromium, serveWithHeaders } from "../tests/e2e/site";

const PUBLIC = join(import.meta.dirname, "../public");
const TOUR = join(PUBLIC, "pictures");
const PATIENCE_MS = 300_000;
/** Tab of the deck for each picture's name. */
const TABS = {
  demos: "Demos",
  check: "Check it",
  inspect: "Inspect",
  library: "Library",
  variants: "Checkpoints",
};

const CHECKED_TASK = "extract_product";

/** Steps in a tab before it shows what it is for. */
const FILL: Record<string, (page: Page) => Promise<void>> = {
  async check(page) {
    await page.getByRole("radio", { name: "A built-in task" }).check();
    // The columns differ on this task, so that the tests between them show.
    await page.getByRole("combobox", { name: "Task" }).selectOption(CHECKED_TASK);
    await page.getByRole("button", { name: "Generate the adapter for it" }).click();
    const isAnother = page.getByText("Your adapter was made for something else");
    await isAnother.waitFor({ state: "hidden", timeout: PATIENCE_MS });
    await page.getByRole("button", { name: "Run the check" }).click();
    const again = page.getByRole("button", { name: "Run it again" });
    await again.waitFor({ timeout: PATIENCE_MS });
  },
  async inspect(page) {
    const comparison = page.getByText(/^Making adapters of/);
    await comparison.waitFor({ state: "hidden", timeout: PATIENCE_MS });
  },
};

const PARTS: Record<string, (on: Browser, address: string) => Promise<void>> = {
  icons: drawIcons,
  tour: drawPage,
  curve: drawCurve,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(
    `Unknown: ${unknown.join(", ")}. Parts: ${Object.keys(PARTS).join(", ")}.`,
  );
  process.exit(2);
}
await mkdir(TOUR, { recursive: true });
const browser = await launchChromium();
const site = await serveWithHeaders();
try {
  for (const [name, draw] of Object.entries(PARTS)) {
    if (wanted.length === 0 || wanted.includes(name)) await draw(browser, site.address);
  }
} finally {
  await browser.close();
  await site.close();
}
process.exit(0);

/**
 * Draws the icons that installed pages need; a maskable one keeps its drawing inside the inner
 * 80 %.
 */
async function drawIcons(on: Browser): Promise<void> {
  const drawing = await readFile(join(PUBLIC, "icon.svg"), "utf8");
  const page = await on.newPage();
  const draw = async (name: string, size: number, share: number) => {
    await page.setViewportSize({ width: size, height: size });
    const ground = share < 1 ? "#0b6b5d" : "transparent";
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}">` +
        `<div style="width:${size * share}px">${drawing}</div>`,
    );
    await page.screenshot({ path: join(PUBLIC, name), omitBackground: true });
  };
  await draw("icon-192.png", 192, 1);
  await draw("icon-512.png", 512, 1);
  await draw("icon-maskable.png", 512, 0.8);
  await draw("icon-apple.png", 180, 0.9);
  await page.close();
}

async function drawPage(on: Browser, address: string): Promise<void> {
  const page = await openPage(on, address, 1200, 630);
  for (const { description, message } of FIRST_DEMOS.slice(0, 2)) {
    await ask(page, description, message);
  }
  await take(page, join(PUBLIC, "social.png"), 1200, 630);
  await take(page, join(PUBLIC, "playground.png"), 1440, 820);
  for (const [name, label] of Object.entries(TABS)) {
    const tab = page.getByRole("tab", { name: label });
    if ((await tab.count()) === 0) continue;
    await page.setViewportSize({ width: 1440, height: 900 });
    await tab.click();
    await page.waitForTimeout(2000);
    await FILL[name]?.(page);
    await page.locator(".deck").screenshot({ path: join(TOUR, `${name}.png`) });
  }
  await page.setViewportSize({ width: 360, height: 780 });
  await page.evaluate(() => scrollTo(0, 0));
  await take(page, join(TOUR, "phone.png"), 360, 1560);
}

/** Draws "What a sentence is worth" as it stands under Teach. */
async function drawCurve(on: Browser, address: string): Promise<void> {
  const page = await openPage(on, address, 640, 1200);
  await generate(page, FIRST_DEMOS[0]!.description);
  await page.getByText("What a sentence is worth").click();
  const figure = page.locator("figure.worth");
  await figure.locator("svg").first().waitFor();
  await figure.screenshot({ path: join(TOUR, "curve.png") });
  await page.close();
}

/** The page in light colours once its models are loaded. */
async function openPage(on: Browser, address: string, width: number, height: number) {
  const page = await on.newPage({
    viewport: { width, height },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  await page.addInitScript(() => localStorage.setItem("tour", "done"));
  await page.goto(address);
  await page.getByText(/WebAssembly, \d+ thread/).waitFor({ timeout: PATIENCE_MS });
  return page;
}

async function generate(page: Page, description: string): Promise<void> {
  await page.getByRole("textbox", { name: "Describe the task" }).fill(description);
  await page.keyboard.press("Control+Enter");
  await page.locator(".made-from", { hasText: description }).waitFor({ timeout: 60_000 });
}

async function ask(page: Page, description: string, message: string): Promise<void> {
  await generate(page, description);
  await page.getByRole("textbox", { name: "Message" }).fill(message);
  await page.keyboard.press("Control+Enter");
  await page.locator(".answer").first().waitFor();
  await page.getByRole("button", { name: /^Send/ }).waitFor({ timeout: PATIENCE_MS });
}

async function take(page: Page, path: string, width: number, height: number) {
  await page.setViewportSize({ width, height });
  await page.waitForTimeout(500);
  await page.screenshot({ path });
}
