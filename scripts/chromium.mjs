/** Finds a Chromium for the tests, or installs one. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { run } from "./setUp.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** CHROMIUM_PATH, else the system's, else Debian's package, else Playwright's own. */
export async function ensureChromium() {
  const found = process.env.CHROMIUM_PATH ?? onPath();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Debian's chromium for the browser tests.");
    await run("apt-get", ["update", "-qq"]);
    await run("apt-get", ["install", "-y", "-qq", "chromium"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const installed = onPath();
    if (installed) return installed;
  }
  console.log("Installing Playwright's Chromium for the browser tests.");
  const { chromium } = createRequire(import.meta.url)("playwright");
  if (!existsSync(chromium.executablePath())) {
    await run("npx", ["playwright", "install", "chromium"]);
  }
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  console.error(
    "No Chromium could be installed. Set CHROMIUM_PATH to one and try again.",
  );
  return process.exit(1);
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(
    existsSync,
  );
}
