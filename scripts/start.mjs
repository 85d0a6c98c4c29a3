/** `npm start`: dependencies, models and build where missing, then the page on port 4173. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureDependencies, ensureModels, mustRun, ROOT, tool } from "./setUp.mjs";

/** Files and folders that the built page is made from. */
const SOURCES = ["src", "public", "index.html", "vite.config.ts", "package-lock.json"];

await ensureDependencies();
await ensureModels();
const built = join(ROOT, "dist", "index.html");
if (!existsSync(built) || statSync(built).mtimeMs < newest(SOURCES)) {
  await mustRun(tool("vite"), ["build", "--logLevel", "warn"]);
}
await mustRun(tool("vite"), ["preview", ...process.argv.slice(2)]);

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
