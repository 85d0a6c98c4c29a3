import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const DIST = join(import.meta.dirname, "../dist");

/** Size of all JavaScript that has to arrive before the first model file is asked for. */
const MOST_BYTES = 270_000;

/** A chunk and every chunk that it imports, not those it fetches when a tab is opened. */
function withImports(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const code = readFileSync(join(DIST, path), "utf8");
  for (const [, target] of code.matchAll(
    /(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+\.js)["'`]/gu,
  )) {
    withImports(join("assets", target!), seen);
  }
  return seen;
}

function asset(pattern: RegExp): string {
  const name = readdirSync(join(DIST, "assets")).find((file) => pattern.test(file));
  if (!name) throw new Error(`No ${pattern} in dist/assets.`);
  return join("assets", name);
}

test("the page and its worker fit the budget", () => {
  expect(existsSync(join(DIST, "index.html")), "npm run build comes first").toBe(true);
  const html = readFileSync(join(DIST, "index.html"), "utf8");
  const entry = /src="\.\/(assets\/index-[\w-]+\.js)"/u.exec(html)![1]!;
  const first = new Set([
    ...withImports(entry),
    ...withImports(asset(/^worker-[\w-]+\.js$/u)),
    asset(/^ort-wasm[\w.-]+\.mjs$/u),
  ]);
  const bytes = [...first].reduce(
    (sum, path) => sum + gzipSync(readFileSync(join(DIST, path))).byteLength,
    0,
  );
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(MOST_BYTES);
});

test("what belongs to a tab of the deck is fetched when it is opened", () => {
  const html = readFileSync(join(DIST, "index.html"), "utf8");
  const entry = /src="\.\/(assets\/index-[\w-]+\.js)"/u.exec(html)![1]!;
  const first = [...withImports(entry)].join(" ");
  for (const panel of ["LibraryPanel", "DemosPanel", "CheckPanel", "QrCode"]) {
    expect(asset(new RegExp(`^${panel}-[\\w-]+\\.js$`, "u"))).toBeTruthy();
    expect(first).not.toContain(panel);
  }
});
