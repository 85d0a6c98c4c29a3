/**
 * Asks and generates in one tab for as long as a person might in weeks, and watches the memory:
 *
 *     npm run soak -- [--turns 500] [--adapters 200] [--idle SECONDS] [--model toy|smollm2]
 *
 * The whole page in Chromium, with tiny models unless smollm2 is asked for. The turns are spread
 * over the adapters. Heap (of page and engine, after a collection) and WebAssembly memory must be
 * flat from turn 50 on, and the idle page must use no processor. Exit code 1 where they are not.
 */
import { rmSync, symlinkSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import react from "@vitejs/plugin-react";
import type { CDPSession, Page } from "playwright-core";
import { build, type InlineConfig, preview } from "vite";
import { launchChromium } from "../tests/e2e/site";

/** Turn from which memory has to be flat: until then caches fill. */
const FIRST = 50;
/** Growth beyond the median of the first samples that is still flat: a share, and megabytes. */
const MOST_SHARE = 0.1;
const MOST_MEGABYTES = 8;
const SAMPLES = 25;
/** Share of one processor that an idle page may use. */
const MOST_IDLE = 0.01;
const MEGABYTE = 2 ** 20;
const LOADED_MS = 300_000;
const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, ".cache", `soak-${process.pid}`);

const options = parseArgs({
  options: {
    turns: { type: "string", default: "500" },
    adapters: { type: "string", default: "200" },
    idle: { type: "string", default: "600" },
    model: { type: "string", default: "toy" },
  },
}).values;
const [turns, adapters, idle] = [options.turns, options.adapters, options.idle].map(
  Number,
);
const isKnown = ["toy", "smollm2"].includes(options.model);
if (!isKnown || ![turns, adapters, idle].every(Number.isSafeInteger)) {
  console.error(
    "Usage: npm run soak -- [--turns N] [--adapters N] [--idle SECONDS] [--model toy|smollm2]",
  );
  process.exit(2);
}

interface Sample {
  turn: number;
  /** Megabytes of the page's and the engine's JavaScript heaps and buffers. */
  heap: number;
  wasm: number;
  /** Nodes of the document, and listeners on them. */
  nodes: number;
  listeners: number;
}

const site: InlineConfig = {
  configFile: false,
  root: join(ROOT, "scripts", "soak"),
  publicDir: false,
  base: "./",
  plugins: [react()],
  logLevel: "error",
  build: { target: "es2023", outDir: FOLDER, emptyOutDir: true, assetsInlineLimit: 0 },
  worker: { format: "es" },
  preview: {
    port: 0,
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
};
await build(site);
symlinkSync(join(ROOT, "public", "models"), join(FOLDER, "models"));
const server = await preview(site);
const { port } = server.httpServer.address() as AddressInfo;
const browser = await launchChromium(["--enable-blink-features=ForceEagerMeasureMemory"]);
try {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", ({ message }) => problems.push(message));
  page.on("crash", () => problems.push("the tab crashed"));
  await page.goto(`http://localhost:${port}/?model=${options.model}`, {
    waitUntil: "commit",
  });
  await page.waitForFunction(
    () => window.soak?.store.getState().models.status === "ready",
    null,
    {
      timeout: LOADED_MS,
    },
  );
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const samples = await soak(page, devtools);
  console.table(samples);
  const results = [
    flat(
      "heap",
      samples.map(({ turn, heap }) => ({ turn, value: heap })),
    ),
    flat(
      "WebAssembly memory",
      samples.map(({ turn, wasm }) => ({ turn, value: wasm })),
    ),
    await rest(page),
    { what: "errors", ok: problems.length === 0, value: problems.join("; ") || "none" },
  ];
  console.table(results);
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
  rmSync(FOLDER, { recursive: true });
}

/** Asks `turns` questions, with a new adapter where its turn has come. */
async function soak(page: Page, devtools: CDPSession): Promise<Sample[]> {
  const samples: Sample[] = [];
  const every = Math.max(1, Math.floor(turns! / SAMPLES));
  let made = 0;
  for (let turn = 1; turn <= turns!; turn++) {
    const isNew = made < Math.ceil((turn * adapters!) / turns!);
    if (isNew) made += 1;
    const status = await page.evaluate(
      async ({ turn: number, isNew: isWanted }) => {
        const { actions, getState } = window.soak.store;
        if (isWanted) {
          const letters = String(number).replaceAll(
            /\d/gu,
            (digit) => "abcdefghij"[Number(digit)]!,
          );
          actions.setDescription(`count ${letters}`);
          if (!(await actions.generate())) return "no adapter";
        }
        actions.setMaxNewTokens(4);
        actions.setMessage(`hi ${"abcdefghij"[number % 10]}`);
        await actions.send();
        const { answering } = getState();
        return answering.status === "idle" ? "" : answering.status;
      },
      { turn, isNew },
    );
    if (status !== "") throw new Error(`Turn ${turn} ended as "${status}".`);
    if (turn % every === 0 || turn === 1) {
      samples.push(await sample(page, devtools, turn));
      console.error(`${turn} of ${turns}: ${JSON.stringify(samples.at(-1))}`);
    }
  }
  return samples;
}

async function sample(page: Page, devtools: CDPSession, turn: number): Promise<Sample> {
  await devtools.send("HeapProfiler.collectGarbage");
  const { bytes, wasm } = await page.evaluate(async () => {
    const { performance } = globalThis as unknown as {
      performance: { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> };
    };
    const measured = await performance.measureUserAgentSpecificMemory();
    return { bytes: measured.bytes, wasm: await window.soak.wasmBytes() };
  });
  const { metrics } = await devtools.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
  const megabytes = (count: number) => Math.round((10 * count) / MEGABYTE) / 10;
  return {
    turn,
    heap: megabytes(bytes),
    wasm: megabytes(wasm),
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
  };
}

/** Compares the medians of the first and the last few samples from turn 50 on. */
function flat(what: string, all: { turn: number; value: number }[]) {
  const values = all.filter(({ turn }) => turn >= FIRST).map(({ value }) => value);
  const few = Math.max(1, Math.floor(values.length / 4));
  const first = median(values.slice(0, few));
  const last = median(values.slice(-few));
  const most = first * (1 + MOST_SHARE) + MOST_MEGABYTES;
  return { what, ok: last <= most, value: `${first} MB, then ${last} MB` };
}

function median(values: number[]): number {
  return (
    values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN
  );
}

/** Processor time of the tab, and timers that it sets, while nobody does anything. */
async function rest(page: Page) {
  // What the last answer still draws.
  await page.waitForTimeout(3000);
  await page.evaluate(() => {
    const counted = { timers: 0 };
    for (const name of ["setTimeout", "setInterval", "requestAnimationFrame"] as const) {
      const original = window[name] as (...parts: unknown[]) => number;
      Object.assign(window, {
        counted,
        [name]: (...parts: unknown[]) => {
          counted.timers += 1;
          return original.apply(window, parts);
        },
      });
    }
  });
  const devtools = await browser.newBrowserCDPSession();
  const seconds = async () => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    return processInfo
      .filter(({ type }) => type === "renderer")
      .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const before = await seconds();
  await page.waitForTimeout(1000 * idle!);
  const used = (await seconds()) - before;
  const timers = await page.evaluate(
    () => (window as unknown as { counted: { timers: number } }).counted.timers,
  );
  return {
    what: `idle for ${idle} s`,
    ok: used <= MOST_IDLE * idle! && timers === 0,
    value: `${timers} timers set, ${used.toFixed(2)} s of processor`,
  };
}
