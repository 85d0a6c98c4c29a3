/** The actual GPU graphs at real size, on a software adapter: slow, so only a few tokens. */
import { expect, test } from "vitest";
import { SOFTWARE_GPU } from "../../scripts/chromiumFlags";
import { launchChromium, serveWithHeaders } from "./site";

const LOADED = 150_000;
const ANSWERED = 240_000;

test("encodes, generates and answers in two columns on WebGPU", async () => {
  const site = await serveWithHeaders();
  const browser = await launchChromium(SOFTWARE_GPU);
  try {
    const page = await browser.newPage();
    await page.goto(site.address);
    // A software adapter is not chosen by itself.
    await page.getByText(/WebAssembly, \d+ thread/).waitFor({ timeout: LOADED });
    await page.getByRole("button", { name: /WebAssembly/ }).click();
    await page.getByRole("radio", { name: /WebGPU/ }).click();
    await page.getByRole("button", { name: /software/ }).waitFor({ timeout: LOADED });
    await page.keyboard.press("Escape");

    await page
      .getByRole("textbox", { name: "Describe the task" })
      .fill("Answer in French.");
    await page.keyboard.press("Control+Enter");
    await page.locator("dt:has-text('Checksum') + dd").waitFor({ timeout: ANSWERED });

    await page.getByText(/^Sampling/).click();
    await page.getByRole("spinbutton", { name: /Longest answer/ }).fill("2");
    await page.getByRole("textbox", { name: "Message" }).fill("Hello");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: /^Stop/ }).waitFor();
    await page.getByRole("button", { name: /^Send/ }).waitFor({ timeout: ANSWERED });
    const answers = await page.locator(".answer-text").allInnerTexts();
    expect(answers).toHaveLength(2);
    expect(answers[0]).not.toBe("");
    expect(answers[1]).not.toBe(answers[0]);
  } finally {
    await browser.close();
    await site.close();
  }
});
