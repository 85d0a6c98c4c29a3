import axe from "axe-core";
import { describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import { loadLanguage } from "../../src/ui/text/translation";
import { renderApp } from "./render";
import { SCENES } from "./scenes";

describe.each([
  ["light", "en"],
  ["dark", "zh"],
] as const)("in %s colours and language %s", (theme, language) => {
  test.each(Object.entries(SCENES))("axe finds nothing in scene %s", async (_, scene) => {
    localStorage.setItem("theme", theme);
    await page.viewport(1440, 900);
    const store = await scene();
    await loadLanguage(language);
    store.setState({ language });
    await renderApp(store);
    expect(document.documentElement.dataset["theme"]).toBe(theme);
    expect(await violations()).toEqual([]);
  });
});

test("axe finds nothing with everything opened", async () => {
  await renderApp(await SCENES.threeColumns());
  await page.getByText("Sampling:").click();
  await page.getByText("As a table").click();
  await page.getByRole("button", { name: "Show QR code" }).click();
  await page.getByRole("img", { name: /^QR code/ }).findElement();
  await page.getByRole("button", { name: /0 bytes leave this tab/ }).click();
  expect(await violations()).toEqual([]);
});

test.each(Object.entries(SCENES))(
  "scene %s needs no sideways scrolling at 360 px",
  async (_, scene) => {
    await page.viewport(360, 780);
    const store = await scene();
    await renderApp(store);
    expect(document.documentElement.scrollWidth).toBe(360);
    store.setState({ language: "zh" });
    await expect.element(page.getByRole("heading", { name: "描述任务" })).toBeVisible();
    expect(document.documentElement.scrollWidth).toBe(360);
  },
);

async function violations(): Promise<string[]> {
  const results = await axe.run(document.documentElement);
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
  );
}
