/** The built site, served as `npm start` serves it and as a plain host would. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { Readable } from "node:stream";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { preview } from "vite";
import { CHROMIUM_PATH, QUIET } from "../../scripts/chromiumFlags";

export interface Site {
  address: string;
  close(): Promise<void>;
}

/**
 * Serves the built site with the production headers: isolation and the content security policy.
 */
export async function serveWithHeaders(): Promise<Site> {
  const server = await preview({
    preview: { port: 0, strictPort: false },
    logLevel: "error",
  });
  const { port } = server.httpServer.address() as AddressInfo;
  return { address: `http://localhost:${port}/`, close: () => server.close() };
}

const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

export interface PlainSite extends Site {
  /** The Range header of every request for a file that ends in this. */
  ranges(ending: string): (string | undefined)[];
  /** Breaks the next answer for a file that ends in `ending` after `bytes`. */
  cutNext(ending: string, bytes: number): void;
  /** Sends files that end in `ending` at so many bytes a second from now on. */
  slow(ending: string, bytesPerSecond: number): void;
}

/**
 * Serves `folder` as a host that knows nothing of the page would: below a path, and without any
 * header but that which lets pages of other sites read, where it `isShared`, and those that isolate,
 * where it `isIsolating`; on any free port unless one is given.
 */
export async function servePlainly(
  path: string,
  { folder = "dist", port: wantedPort = 0, isShared = false, isIsolating = false } = {},
): Promise<PlainSite> {
  const asked: { file: string; range: string | undefined }[] = [];
  let cut: { ending: string; bytes: number } | null = null;
  let slowed: { ending: string; bytesPerSecond: number } | null = null;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, "http://localhost");
    const inside = normalize(pathname.slice(path.length) || "index.html");
    const file = join(folder, inside);
    if (!pathname.startsWith(path) || inside.startsWith("..") || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const { range } = request.headers;
    asked.push({ file, range });
    const start = Number(range?.match(/bytes=(\d+)-/)?.[1] ?? 0);
    response.writeHead(range ? 206 : 200, {
      ...(isShared && { "Access-Control-Allow-Origin": "*" }),
      ...(isIsolating && ISOLATION),
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Length": statSync(file).size - start,
    });
    if (!cut || !file.endsWith(cut.ending)) {
      const content = createReadStream(file, { start });
      const isSlow = slowed && file.endsWith(slowed.ending);
      if (isSlow) Readable.from(slowly(content, slowed!.bytesPerSecond)).pipe(response);
      else content.pipe(response);
      return;
    }
    const end = start + cut.bytes - 1;
    cut = null;
    createReadStream(file, { start, end })
      .on("end", () => setTimeout(() => response.destroy(), 500))
      .pipe(response, { end: false });
  });
  await new Promise<void>((resolve) => server.listen(wantedPort, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}${path}`,
    ranges: (ending) =>
      asked.filter(({ file }) => file.endsWith(ending)).map(({ range }) => range),
    cutNext: (ending, bytes) => (cut = { ending, bytes }),
    slow: (ending, bytesPerSecond) => (slowed = { ending, bytesPerSecond }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function* slowly(content: AsyncIterable<Buffer>, bytesPerSecond: number) {
  for await (const piece of content) {
    yield piece;
    await new Promise((resolve) =>
      setTimeout(resolve, (1000 * piece.byteLength) / bytesPerSecond),
    );
  }
}

/** `without` names flags that Playwright adds by itself. */
export function launchChromium(
  extra: readonly string[] = [],
  without: string[] = [],
): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM_PATH,
    args: [...QUIET, ...extra],
    ignoreDefaultArgs: without,
  });
}

export const MODELS_READY = 120_000;

/** A new page with the models loaded; what goes wrong on it is added to `problems`. */
export async function openPage(
  within: BrowserContext,
  address: string,
  problems: string[],
): Promise<Page> {
  const opened = await within.newPage();
  opened.on("pageerror", (error) => problems.push(error.message));
  opened.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await opened.goto(address);
  await opened.getByText(/WebAssembly, \d+ thread/).waitFor({ timeout: MODELS_READY });
  return opened;
}

/** A first visit may be greeted by a guide. */
export async function skipGuide(page: Page): Promise<void> {
  const skip = page.getByRole("button", { name: /^Skip/ });
  if (await skip.isVisible()) await skip.click();
}
