/** Vite plugin: tells the service worker which files the built page consists of. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Plugin } from "vite";

const WORKER = "serviceWorker.js";
const SITE = /^(?:icon[\w-]*\.(?:svg|png)|[\w-]+\.(?:webmanifest|json))$/u;
const BESIDE_WEIGHTS = /^(models\/[^/]+)\/[\w.-]+\.json$/u;
const LARGEST_PUBLIC_FILE = 1_000_000;

export function offlineFiles(publicFolder: string): Plugin {
  return {
    name: "offline-files",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") return;
        const files = Object.values(bundle)
          .filter(({ fileName }) => fileName !== WORKER)
          .map((item) => ({
            path: item.fileName,
            revision: revisionOf(item.type === "chunk" ? item.code : item.source),
          }));
        const all = [...files, ...publicFiles(publicFolder)];
        all.sort((left, right) => (left.path < right.path ? -1 : 1));
        const literal = JSON.stringify(JSON.stringify(all));
        const before = worker.code;
        worker.code = before.replace(/["'`]__FILES__["'`]/u, () => literal);
        if (worker.code === before) this.error("The service worker names no __FILES__.");
      },
    },
  };
}

function publicFiles(folder: string): { path: string; revision: string }[] {
  return filesBelow(folder)
    .map((path) => relative(folder, path).replaceAll("\\", "/"))
    .filter((path) => SITE.test(path) || isOfHypernetwork(folder, path))
    .filter((path) => statSync(join(folder, path)).size <= LARGEST_PUBLIC_FILE)
    .map((path) => ({ path, revision: revisionOf(readFileSync(join(folder, path))) }));
}

/**
 * Whether `path` is a manifest or lies beside one; all other files of a model are kept by the
 * engine.
 */
function isOfHypernetwork(folder: string, path: string): boolean {
  const [, model] = BESIDE_WEIGHTS.exec(path) ?? [];
  return model !== undefined && existsSync(join(folder, model, "manifest.json"));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(join(folder, entry.name))
      : [join(folder, entry.name)],
  );
}

function revisionOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
