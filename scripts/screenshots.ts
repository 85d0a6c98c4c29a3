/**
 * Pictures of every scene of the page on a fake engine, at three widths, light and dark, in
 * both languages:
 *   npx tsx scripts/screenshots.ts [SCENE ...]
 * They land in test-results/screenshots; a picture wider than its screen is an error.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { chromium } from "playwright-core";
import { createServer } from "vite";
import { LANGUAGES } from "../src/store/page/language";
import { SCENES } from "../tests/ui/scenes";
import { CHROMIUM_PATH, QUIET } from "./chromiumFlags";

const WIDTHS = { 360: 780, 768: 1024, 1440: 900 };
const THEMES = ["light", "dark"] as const;
const FOLDER = join(import.meta.dirname, "../test-results/screenshots");

const scenes = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SCENES);
const scenesInLanguages = scenes.flatMap((scene) =>
  LANGUAGES.map((language) => [scene, language] as const),
);
await mkdir(FOLDER, { recursive: true });
const server = await createServer({
  configFile: false,
  root: join(import.meta.dirname, ".."),
  plugins: [react()],
  logLevel: "error",
  server: { port: 0 },
});
await server.listen();
const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: QUIET });
try {
  const preview = new URL("tests/ui/preview.html", server.resolvedUrls!.local[0]);
  for (const [width, height] of Object.entries(WIDTHS)) {
    for (const colorScheme of THEMES) {
      const page = await browser.newPage({
        colorScheme,
        viewport: { width: Number(width), height },
      });
      for (const [scene, language] of scenesInLanguages) {
        await page.goto(`${preview}?scene=${scene}&language=${language}`);
        await page.locator(`[data-scene="${scene}"]`).waitFor({ state: "attached" });
        // Parts of the page that are fetched when they are shown.
        await page.waitForLoadState("networkidle");
        await page.waitForTimeout(250);
        const content = await page.evaluate(() => document.documentElement.scrollWidth);
        if (content > Number(width)) {
          process.exitCode = 1;
          console.error(`${scene} (${language}) is ${content} px wide at ${width} px.`);
        }
        const path = join(FOLDER, `${scene}-${language}-${width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: Number(width) < 1000 });
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}
