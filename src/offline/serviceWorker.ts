/**
 * The page's files for when there is no network, one version at a time. Knows nothing of the
 * models, which the page itself keeps. On hosts that send no isolation headers it adds them,
 * which gives WebAssembly its threads.
 */

import { type BuiltFile, fetchBuilt, isAsBuilt } from "./checkedFiles";

/** Files of this version, put in by the build. */
const FILES = JSON.parse("__FILES__") as BuiltFile[];

/**
 * Large files are fetched once the page has all it needs itself, so that nothing is fetched
 * twice at a time.
 */
const isLarge = (path: string) => path.endsWith(".wasm");

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent extends WorkerEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface PageMessageEvent extends WorkerEvent {
  data: unknown;
  source: { postMessage(message: unknown): void } | null;
}
interface WorkerScope {
  registration: { scope: string };
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: "install" | "activate",
    listener: (event: WorkerEvent) => void,
  ): void;
  addEventListener(type: "fetch", listener: (event: RequestEvent) => void): void;
  addEventListener(type: "message", listener: (event: PageMessageEvent) => void): void;
}

const worker = self as unknown as WorkerScope;
const scope = worker.registration.scope;
const PREFIX = `offline ${scope} `;
const version = FILES.map(({ path, revision }) => `${path} ${revision}`).join("\n");
const addressOf = (path: string) => new URL(path, scope).href;
const pathOf = (address: string) =>
  address.startsWith(scope) ? address.slice(scope.length).replace(/[?#].*$/u, "") : null;

worker.addEventListener("install", (event) => {
  event.waitUntil(keep(FILES.filter(({ path }) => !isLarge(path))));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(removeOldVersions().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  if (event.data === "activate") event.waitUntil(worker.skipWaiting());
  if (event.data === "complete") {
    const { source } = event;
    event.waitUntil(keep(FILES).then(() => source?.postMessage("complete")));
  }
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = request.method === "GET" ? pathOf(request.url) : null;
  if (path === null || path.startsWith("models/") !== isManifest(path)) return;
  if (request.headers.has("range")) return;
  const wanted = path === "" ? "index.html" : path;
  event.respondWith(
    keptFile(wanted).then(async (kept) => isolated(kept ?? (await fetch(request)))),
  );
});

/** The small files beside a model's weights; they belong to the page's version. */
function isManifest(path: string): boolean {
  return path.startsWith("models/") && FILES.some((file) => file.path === path);
}

/**
 * The file from this version, or from the one before, which another tab may still be running. A
 * small file that is not kept yet is checked on its way.
 */
async function keptFile(path: string): Promise<Response | undefined> {
  const cache = await caches.open(await cacheName());
  const address = addressOf(path);
  const kept = await cache.match(address);
  if (kept) return kept;
  const file = FILES.find((one) => one.path === path);
  if (file && !isLarge(path))
    return (await fetchBuilt(file, address, "default")) ?? undefined;
  return path.startsWith("assets/") ? caches.match(address) : undefined;
}

/** Files whose name holds their hash are taken over from the version before. */
async function keep(files: typeof FILES): Promise<void> {
  const cache = await caches.open(await cacheName());
  for (const file of files) {
    const { path } = file;
    const address = addressOf(path);
    if (await cache.match(address)) continue;
    const isHashed = path.startsWith("assets/");
    const known = isHashed ? await caches.match(address) : undefined;
    const isKnown = known !== undefined && (await isAsBuilt(file, known));
    const response = isKnown
      ? known
      : await fetchBuilt(file, address, isHashed ? "default" : "no-cache");
    if (!response) throw new Error(`${path} is not what the build made.`);
    await cache.put(address, response);
  }
}

async function cacheName(): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(version));
  return `${PREFIX}checked ${btoa(String.fromCharCode(...new Uint8Array(hash)))}`;
}

/** Removes all versions but this one and the one before. */
async function removeOldVersions(): Promise<void> {
  const current = await cacheName();
  const others = (await caches.keys()).filter(
    (name) => name.startsWith(PREFIX) && name !== current,
  );
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

function isolated(response: Response): Response {
  if (response.status === 0 || response.type === "opaqueredirect") return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  const { status, statusText } = response;
  const body = [101, 204, 205, 304].includes(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}
