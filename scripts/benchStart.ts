/**
 * Measures in headless Chromium, on WebAssembly, how long loading takes once the files are kept,
 * and how much memory it takes at most, against the same graph without LoRA and hypernetwork:
 *
 *     npm run bench-start [-- --base NAME] [--rounds N] [--json FILE]
 *
 * Every load has a page of its own. The two take turns, and ratios are medians over the rounds;
 * processor time of the tab's process says more on a busy machine. Memory is that of the tab's
 * process beyond the empty page's, at its peak, and needs Linux.
 */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { BrowserContext, CDPSession } from "playwright-core";
import { DEFAULT_MODELS } from "../src/shared/models";
import { launchChromium } from "../tests/e2e/site";
import { benchedModels } from "./gpu/benchedModels";
import { spread, type Spread } from "./bench/report";
import { serveBench } from "./bench/site";
import type {} from "./bench/start/page";
import type { Loaded, Loading } from "./bench/start/worker";

const { values: options } = parseArgs({
  options: {
    base: { type: "string", default: DEFAULT_MODELS.base },
    rounds: { type: "string", default: "5" },
    json: { type: "string" },
  },
});

interface Measured extends Loading {
  processorMs: number;
  /** Most resident memory of the process beyond that of the empty page. */
  peakBytes: number;
}

const KINDS = ["page", "plain"] as const satisfies Loaded[];
const CLOCK_TICK_MS = 10;
/** Enough for a busy machine. */
const LONGEST_WAIT_MS = 300_000;

const [benched] = benchedModels(".", [options.base]);
const { baseModelId } = benched!;
const server = await serveBench();
const address = new URL("scripts/bench/start/index.html", server.resolvedUrls!.local[0]);
const browser = await launchChromium();
const measured: Record<Loaded, Measured[]> = { page: [], plain: [] };
try {
  const session = await browser.newBrowserCDPSession();
  const context = await browser.newContext();
  const first = await visit(context, session, "page");
  console.error(`first visit, files from this machine: ${inWords(first)}`);
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const kind of round % 2 === 0 ? KINDS : KINDS.toReversed()) {
      const one = await visit(context, session, kind);
      measured[kind].push(one);
      console.error(`round ${round + 1}, ${kind}: ${inWords(one)}`);
    }
  }
} finally {
  await browser.close();
  await server.close();
}
report();
if (options.json) await writeFile(options.json, JSON.stringify(measured, null, 1));
process.exit();

/** Loads in a new page, whose process has nothing of earlier ones. */
async function visit(
  context: BrowserContext,
  session: CDPSession,
  what: Loaded,
): Promise<Measured> {
  const before = new Set(await renderers(session));
  const page = await context.newPage();
  page.setDefaultTimeout(LONGEST_WAIT_MS);
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(address.href);
  await page.waitForFunction(() => window.benchStart !== undefined);
  const own = (await renderers(session)).filter((id) => !before.has(id));
  const empty = sum(await Promise.all(own.map(async (id) => (await memory(id)).now)));
  const spent = sum(await Promise.all(own.map(processorMs)));
  const loading = await page.evaluate(([kind, id]) => window.benchStart.load(kind, id), [
    what,
    baseModelId,
  ] as const);
  const peak = sum(await Promise.all(own.map(async (id) => (await memory(id)).peak)));
  const processor = sum(await Promise.all(own.map(processorMs))) - spent;
  await page.close();
  return { ...loading, processorMs: processor, peakBytes: peak - empty };
}

/** Numbers of the processes that pages have. */
async function renderers(session: CDPSession): Promise<number[]> {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

/** Resident bytes of a process. */
async function memory(id: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${id}/status`, "utf8");
  const bytes = (name: string) =>
    1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)![1]);
  return { now: bytes("VmRSS"), peak: bytes("VmHWM") };
}

async function processorMs(id: number): Promise<number> {
  const stat = await readFile(`/proc/${id}/stat`, "utf8");
  // Behind the name, which may have spaces: state, and further on user and system time.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return CLOCK_TICK_MS * (Number(fields[11]) + Number(fields[12]));
}

function report(): void {
  const { page, plain } = measured;
  console.log(`\n${baseModelId}, WebAssembly, files kept by the browser\n`);
  console.table(
    Object.fromEntries(
      KINDS.map((kind) => {
        const all = measured[kind];
        const { bytesHeld, heapBytes } = all[0]!;
        const peak = spread(all.map(({ peakBytes }) => peakBytes));
        return [
          kind === "page" ? "as the page loads" : "base without LoRA",
          {
            "load s": words(spread(all.map(({ ms }) => ms / 1000)), 1),
            "processor s": words(spread(all.map((one) => one.processorMs / 1000)), 1),
            "weights held MB": megabytes(bytesHeld),
            "heap MB": megabytes(heapBytes),
            "peak MB": megabytes(peak.median),
            "peak / held": Number((peak.median / bytesHeld).toFixed(2)),
          },
        ];
      }),
    ),
  );
  const over = (pick: (one: Measured) => number) =>
    words(spread(page.map((one, round) => pick(one) / pick(plain[round]!))), 2);
  console.log(`load over the base without LoRA: ${over(({ ms }) => ms)}`);
  console.log(`processor time over it: ${over((one) => one.processorMs)}`);
  console.log("where the page's loading goes, median s:");
  const { stages } = page[0]!;
  stages.forEach(({ stage }, index) => {
    const lengths = page.map(
      (one) => ((one.stages[index + 1]?.at ?? one.ms) - one.stages[index]!.at) / 1000,
    );
    console.log(`  ${stage}: ${words(spread(lengths), 2)}`);
  });
}

function words({ min, median, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

function inWords({ ms, processorMs, peakBytes, heapBytes, bytesHeld }: Measured): string {
  const times = [ms, processorMs].map((time) => `${(time / 1000).toFixed(1)} s`);
  const ratio = (peakBytes / bytesHeld).toFixed(2);
  return (
    `${times[0]} (processor ${times[1]}), heap ${megabytes(heapBytes)} MB, ` +
    `peak ${megabytes(peakBytes)} MB, ${ratio} times the weights`
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
