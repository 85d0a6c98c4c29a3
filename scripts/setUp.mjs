/**
 * Set-up that both commands need first: dependencies, models, and a way to run other programs.
 */
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a program with this terminal; resolves with its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", ...options });
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal ? 1 : code));
  });
}

/** Runs a program like `run`, but a failure ends this one. */
export async function mustRun(command, args, options) {
  const code = await run(command, args, options).catch((error) => {
    console.error(`${command} could not be started: ${error.message}`);
    return 1;
  });
  if (code !== 0) process.exit(code);
}

export function tool(name) {
  return join(ROOT, "node_modules", ".bin", name);
}

/** Installs the locked dependencies unless they are there. */
export async function ensureDependencies() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) {
    console.error(`Node 20 or newer is needed; this is ${process.version}.`);
    process.exit(1);
  }
  const installed = join(ROOT, "node_modules", ".package-lock.json");
  const lock = join(ROOT, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs)
    return;
  console.log("Installing dependencies (about 620 MB on disk).");
  await mustRun("npm", ["ci"], {
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" },
    shell: process.platform === "win32",
  });
}

/** Fetches the models that are not there yet, of the base models only `bases`. */
export async function ensureModels(bases) {
  await mustRun(process.execPath, fetching(bases));
}

/** Whether a base model is there, fetched if it was not. */
export async function tryModel(base) {
  const code = await run(process.execPath, fetching([base])).catch(() => 1);
  return code === 0;
}

function fetching(bases) {
  const options = bases.flatMap((base) => ["--base", base]);
  return ["--import", "tsx", "scripts/fetchModels.ts", ...options];
}
