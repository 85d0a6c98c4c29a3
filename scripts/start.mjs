/**
 * `npm start`: dependencies, models and build where missing, then the page on port 4173.
 * `npm start -- --base NAME` (repeatable) fetches these base models; other options are the server's.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  ensureDependencies,
  ensureModels,
  mustRun,
  ROOT,
  tool,
  tryModel,
} from "./setUp.mjs";

/** Files and folders that the built page is made from. */
const SOURCES = ["src", "public", "index.html", "vite.config.ts", "package-lock.json"];

/** The base model that the page begins with, and the large one that it offers beside it. */
const FIRST_BASE = "smollm2";
const LARGE_BASE = "qwen2.5";

const options = process.argv.slice(2);
const bases = [];
const serverOptions = [];
while (options.length > 0) {
  const option = options.shift();
  if (option === "--base") bases.push(options.shift() ?? "");
  else if (option.startsWith("--base=")) bases.push(option.slice("--base=".length));
  else serverOptions.push(option);
}

await ensureDependencies();
await ensureModels(bases.length > 0 ? bases : [FIRST_BASE]);
if (bases.length === 0 && !(await tryModel(LARGE_BASE))) {
  console.warn(
    "The page starts without its large base model; the next `npm start` goes on with the download, " +
      `\`npm start -- --base ${FIRST_BASE}\` does without it.`,
  );
}
const built = join(ROOT, "dist", "index.html");
if (!existsSync(built) || statSync(built).mtimeMs < newest(SOURCES)) {
  await mustRun(tool("vite"), ["build", "--logLevel", "warn"]);
}
await mustRun(tool("vite"), ["preview", ...serverOptions]);

/** Latest change, in ms, of any file below the given paths. */
function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const full = join(ROOT, path);
      const { mtimeMs } = statSync(full);
      if (!statSync(full).isDirectory()) return mtimeMs;
      return Math.max(mtimeMs, newest(readdirSync(full).map((name) => join(path, name))));
    }),
  );
}
