/**
 * Does in Firefox and in WebKitGTK what a visitor does, on the built page:
 *
 *     npm run build && npm run test:browsers [-- --browser firefox|webkit]
 *
 * Needs Debian's firefox-esr, webkit2gtk-driver and xvfb. Prints a table; exit code 1 where a step
 * fails. A host without headers serves the page, so that it has to isolate itself.
 */
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { launch } from "puppeteer-core";
import { servePlainly } from "../tests/e2e/site";
import { inPage, openWebKit, type Session } from "./browsers/webDriver";
import { createHands, STEPS } from "./browsers/steps";

const FIREFOX = "/usr/bin/firefox-esr";
const DISPLAY = ":97";
const SCRIPT_MS = 600_000;
/** What the drivers say where the page went away under a step. */
const LEFT = /destroyed|discarded|navigat|no such frame|unload|context/iu;

const { browser: only } = parseArgs({ options: { browser: { type: "string" } } }).values;
const OPEN: Record<string, () => Promise<Session>> = {
  firefox: openFirefox,
  webkit: openWebKit,
};
const names = Object.keys(OPEN).filter((name) => only === undefined || name === only);
if (names.length === 0) {
  console.error("Usage: npm run test:browsers [-- --browser firefox|webkit]");
  process.exit(2);
}

const xvfb = spawn("Xvfb", [DISPLAY, "-screen", "0", "1440x900x24"], { stdio: "ignore" });
process.env["DISPLAY"] = DISPLAY;
const rows: Record<string, string>[] = [];
try {
  for (const name of names) rows.push(await visit(OPEN[name]!));
} finally {
  xvfb.kill();
}
// A column a browser.
const [steps] = rows.map((row) => Object.keys(row));
console.table(
  Object.fromEntries(
    steps!.map((step) => [
      step,
      Object.fromEntries(rows.map((row) => [row["browser"], row[step]])),
    ]),
  ),
);
process.exit(
  rows.some((row) => Object.values(row).some((text) => text.startsWith("FAILED")))
    ? 1
    : 0,
);

/** What each step said; a failed one does not keep the others from being tried. */
async function visit(open: () => Promise<Session>): Promise<Record<string, string>> {
  let site = await servePlainly("/");
  const { port } = new URL(site.address);
  const session = await open();
  const row: Record<string, string> = { browser: session.version };
  const run = async (step: (typeof STEPS)[number], tries = 5): Promise<string> => {
    const started = performance.now();
    try {
      const said = await session.run(
        `(${String(step.inPage).replace(/^(async )?inPage/u, "$1function")})(
          (${String(createHands)})(), ${JSON.stringify(row)})`,
      );
      return `${String(said)} (${((performance.now() - started) / 1000).toFixed(1)} s)`;
    } catch (error) {
      // The page loads itself again, isolated, on its first visit.
      if (tries === 0 || !LEFT.test(String(error))) throw error;
      return run(step, tries - 1);
    }
  };
  try {
    for (const step of STEPS) {
      try {
        if (step.before === "go") await session.goto(site.address);
        if (step.before === "offline") await site.close();
        if (step.before === "link") {
          await session.goto("about:blank");
          await session.goto(`${site.address}#${row["link"]!.split(" ")[0]}`);
        }
        if (step.before === "offline") await session.goto(site.address);
        row[step.name] = await run(step);
      } catch (error) {
        row[step.name] = `FAILED: ${String(error).slice(0, 160)}`;
      }
      console.error(`${step.name}: ${row[step.name]}`);
      if (step.before === "offline")
        site = await servePlainly("/", { port: Number(port) });
    }
  } finally {
    await session.close();
    await site.close();
  }
  row["link"] = `${row["link"]!.split(" ")[0]!.length} characters`;
  return row;
}

async function openFirefox(): Promise<Session> {
  const browser = await launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    protocolTimeout: SCRIPT_MS,
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  return {
    version: (await browser.version()).replace("/", " "),
    goto: async (address) =>
      void (await page.goto(address, { waitUntil: "load", timeout: SCRIPT_MS })),
    run: (expression) => page.evaluate(inPage(expression)),
    close: () => browser.close(),
  };
}
