/** Serves the bench page with isolation headers and opens it in Chromium. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import type { DeviceOffer } from "../../src/shared/engine";
import { launchChromium } from "../../tests/e2e/site";
import { SOFTWARE_GPU } from "../chromiumFlags";
import type { Contestant, ContestantName, Contestants } from "./contestant";

export interface BenchPage {
  page: Page;
  contestants: Contestants;
  offer: DeviceOffer["webgpu"];
  close(): Promise<void>;
}

const ROOT = join(import.meta.dirname, "../..");
const GPU = ["--enable-unsafe-webgpu", "--enable-features=Vulkan"];

/** The bench has a server of its own, so that nothing of it comes near the shipped site. */
export async function serveBench(): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: false,
    root: ROOT,
    cacheDir: join(ROOT, "node_modules/.vite/bench"),
    logLevel: "error",
    appType: "mpa",
    server: {
      port: 0,
      hmr: false,
      headers: {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      },
    },
    worker: { format: "es" },
    optimizeDeps: {
      // Found late, a package would be bundled in mid-run and the page reloaded.
      entries: ["scripts/bench/**/page.ts", "scripts/bench/**/*orker.ts"],
      exclude: ["onnxruntime-web", "@wllama/wllama"],
    },
  });
  return server.listen();
}

export async function openBench(
  device: "wasm" | "webgpu",
  baseModelId: string,
): Promise<BenchPage> {
  const server = await serveBench();
  const address = new URL(
    `scripts/bench/index.html#${baseModelId}`,
    server.resolvedUrls!.local[0],
  ).href;

  async function open(flags: readonly string[]): Promise<BenchPage> {
    const browser = await launchChromium(flags);
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error.message));
    await page.goto(address);
    await page.waitForFunction(() => window.bench !== undefined);
    const offer = await page.evaluate(() => window.bench.offerDevices());
    return {
      page,
      contestants: contestantsOf(page),
      offer: offer.webgpu,
      async close() {
        await browser.close();
        await server.close();
      },
    };
  }

  if (device === "wasm") return open([]);
  const hardware = await open(GPU);
  if (hardware.offer.status === "available") return hardware;
  await hardware.page.context().browser()!.close();
  return open(SOFTWARE_GPU);
}

/** Those of the page, called from here. */
function contestantsOf(page: Page): Contestants {
  const calls = (name: ContestantName): Contestant => ({
    load: (device) =>
      page.evaluate(([one, on]) => window.bench.contestants[one].load(on), [
        name,
        device,
      ] as const),
    decode: (request) =>
      page.evaluate(([one, work]) => window.bench.contestants[one].decode(work), [
        name,
        request,
      ] as const),
  });
  return {
    engine: {
      ...calls("engine"),
      makeAdapter: (description) =>
        page.evaluate(
          (text) => window.bench.contestants.engine.makeAdapter(text),
          description,
        ),
    },
    plain: calls("plain"),
    smollm2: calls("smollm2"),
    transformers: calls("transformers"),
    wllama: calls("wllama"),
  };
}
