/** Columns, controls, Check it and the checkpoints on the real models. */
import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  launchChromium,
  MODELS_READY,
  openPage,
  serveWithHeaders,
  type Site,
  skipGuide,
} from "./site";

const DESCRIPTION =
  "Reply with the part of the e-mail address that comes after the @ sign.";
const CHECK_DONE = 240_000;

let site: Site;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  site = await serveWithHeaders();
  browser = await launchChromium();
  page = await openView(site.address);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function openView(address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const opened = await openPage(context, address, problems);
  await skipGuide(opened);
  return opened;
}

async function addColumn(name: string): Promise<void> {
  await page
    .getByRole("combobox", { name: "Column to add" })
    .selectOption({ label: name });
  await page.getByRole("button", { name: "Add column" }).click();
}

async function answerOf(on: Page, column: string): Promise<string> {
  const group = on
    .getByRole("article", { name: /^Message/ })
    .first()
    .getByRole("group", { name: column, exact: true });
  return group.locator(".answer-text").innerText();
}

async function answersDone(on: Page): Promise<void> {
  await on.getByRole("button", { name: /^Stop/ }).waitFor({ timeout: CHECK_DONE });
  await on.getByRole("button", { name: /^Send/ }).waitFor({ timeout: CHECK_DONE });
}

const MINE = "SmolLM2 + your adapter";
const PROMPT = "SmolLM2 + description as prompt";
const OTHER = "Control: another task's adapter";
let mine = "";

test("four columns answer one message, each with its own time", async () => {
  await page.getByRole("textbox", { name: "Describe the task" }).fill(DESCRIPTION);
  await page.keyboard.press("Control+Enter");
  await page.locator("dt:has-text('Checksum') + dd").waitFor();
  await page.getByText(/^Columns:/).click();
  await addColumn(PROMPT);
  const other = page.getByRole("combobox", { name: "Column to add" });
  const value = await other
    .locator("optgroup[label^='Control: another'] option")
    .first()
    .getAttribute("value");
  await other.selectOption(value!);
  await page.getByRole("button", { name: "Add column" }).click();
  await page.getByText(/^Sampling/).click();
  await page.getByRole("spinbutton", { name: /Longest answer/ }).fill("16");
  await page.getByRole("textbox", { name: "Message" }).fill("nina@riverbank.org");
  await page.keyboard.press("Control+Enter");
  await answersDone(page);
  const answers = await Promise.all(
    ["SmolLM2", MINE, PROMPT, OTHER].map((column) => answerOf(page, column)),
  );
  mine = answers[1]!;
  for (const answer of answers) expect(answer).not.toBe("");
  expect(mine).not.toBe(answers[0]);
  const turn = page.getByRole("article", { name: "Message 1" });
  expect(await turn.getByText("first token").count()).toBe(4);
  expect(await turn.getByText("encode").count()).toBe(2);
});

test("the answers of a batch are those of each column alone", async () => {
  await page.getByRole("button", { name: "Remove SmolLM2", exact: true }).click();
  await page.getByRole("button", { name: `Remove ${PROMPT}` }).click();
  await page.getByRole("button", { name: "Retry" }).click();
  await answersDone(page);
  expect(await answerOf(page, MINE)).toBe(mine);
});

test("a link brings the columns and their order back", async () => {
  await page.getByRole("button", { name: `Move ${OTHER} to the left` }).click();
  await page.getByRole("textbox", { name: `Name of ${OTHER}` }).fill("A stranger");
  await page.getByRole("button", { name: "Copy link" }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain(site.address);
  const replay = await openView(await copied());
  await replay.getByText(/^Columns: A stranger and SmolLM2 \+ your adapter/).waitFor();
  await replay
    .getByRole("article", { name: "Message 1" })
    .getByRole("group", { name: MINE })
    .waitFor({ timeout: CHECK_DONE });
  await replay.getByRole("button", { name: /^Send/ }).waitFor({ timeout: CHECK_DONE });
  expect(await answerOf(replay, MINE)).toBe(mine);
  await replay.context().close();
});

test("own examples are scored for every column and exported", async () => {
  await page.getByRole("tab", { name: "Check it" }).click();
  const pairs = ["ann@oak.net", "bo@ash.org", "cy@elm.com", "di@fir.net", "ed@yew.org"];
  await page
    .getByRole("textbox", { name: /^Examples, one a line/ })
    .fill(pairs.map((address) => `${address}\t${address.split("@")[1]}`).join("\n"));
  await page.getByRole("button", { name: "Add 5 examples" }).click();
  await page.getByRole("button", { name: "Run the check" }).click();
  await page
    .getByRole("region", { name: "Are they different?" })
    .waitFor({ timeout: CHECK_DONE });
  await page.getByText("5 of 5 examples: your own").waitFor();
  const scores = page.getByRole("region", { name: "Scores" }).getByRole("row");
  expect(await scores.count()).toBe(3);
  expect(await scores.nth(1).innerText()).toMatch(/A stranger\s+\d+ %/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download as CSV" }).click(),
  ]);
  const table = await readFile(await download.path(), "utf8");
  expect(table.trim().split("\r\n")).toHaveLength(6);
  expect(table).toContain("SmolLM2 + your adapter (exact)");
  expect(table).toContain("ann@oak.net,oak.net");
});

test("a built-in task can be stopped, and what was answered counts", async () => {
  await page.getByRole("radio", { name: "A built-in task" }).click();
  await page.getByRole("spinbutton", { name: "Examples" }).fill("200");
  await page.getByRole("button", { name: "Run it again" }).click();
  await page.getByText(/^[1-9]\d* of 200 examples/).waitFor({ timeout: CHECK_DONE });
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page
    .getByText("Stopped by you; what was answered until then counts.")
    .waitFor({ timeout: CHECK_DONE });
  expect(await page.getByRole("region", { name: "Scores" }).isVisible()).toBe(true);
});

test("each checkpoint writes an adapter of its own, and is timed", async () => {
  const view = await openView(site.address);
  const description = view.getByRole("textbox", { name: "Describe the task" });
  const checksum = view.locator("dt:has-text('Checksum') + dd");
  const picker = view.locator("details.checkpoints");
  const seen: string[] = [];
  for (const label of [
    "T2L-G · SFT",
    "T2L-L · SFT",
    "T2L-M · distilled",
    "T2L-S · distilled",
    "T2L-L · reconstruction",
  ]) {
    await picker.evaluate((details: HTMLDetailsElement) => (details.open = true));
    const choice = view.getByRole("radio", { name: label });
    await choice.check();
    await view.getByText(/WebAssembly, \d+ thread/).waitFor({ timeout: MODELS_READY });
    await description.fill("Write the word backwards.");
    await view.keyboard.press("Control+Enter");
    await picker
      .locator("label", { has: choice })
      .getByText(/an adapter on this device/)
      .waitFor();
    const written = await checksum.innerText();
    expect(seen).not.toContain(written);
    seen.push(written);
  }
  await view.close();
});

test("the checkpoints are drawn within the security policy", async () => {
  await page.getByRole("tab", { name: "Checkpoints" }).click();
  await page.getByRole("img", { name: /^Parameters against score/ }).waitFor();
  await page.locator(".plot circle").first().waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});

test("nothing went wrong on the way", () => {
  expect(problems).toEqual([]);
});
