/**
 * Reads files that are damaged and hostile with every reader of a person's file or link:
 *
 *     npm run fuzz -- [--runs 1000000] [--reader NAME] [--seed N] [--fresh]
 *
 * A reader must not hang, fill the memory, change a shared prototype, or throw anything but the
 * project's own error with its sentence (tests/fuzz/watching.ts). What was run is kept in
 * .cache/fuzz, by reader, so that a run that was stopped goes on; it begins anew when the sources
 * have changed, or with --fresh. A file that breaks a promise is kept there too.
 */
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fuzz, READERS } from "../tests/fuzz/fuzzing";

/** Files that are drawn from one seed; what is done is written down after each such batch. */
const BATCH = 2000;
/** A reader that does not come back at all is ended after this. */
const LONGEST_BATCH_MS = 300_000;
/** Enough for the files and what may be made of them. */
const MEMORY = "--max-old-space-size=512";
const READ_BY_TESTS = [
  "formats",
  "shared",
  "store",
  "engine/adapter",
  "engine/hypernetwork",
];
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = join(ROOT, ".cache", "fuzz");
const USAGE = `Usage: npm run fuzz -- [--runs N] [--reader NAME] [--seed N] [--fresh]
Readers: ${READERS.map(({ name }) => name).join(", ")}`;

/** What a reader has read so far. */
interface Progress {
  sources: string;
  seed: number;
  runs: number;
  read: number;
  /** Longest read in milliseconds of computing. */
  longest: number;
  seconds: number;
  /** What broke a promise; null for nothing. */
  found: string | null;
}

const options = parseArgs({
  options: {
    runs: { type: "string", default: "1000000" },
    reader: { type: "string" },
    seed: { type: "string", default: "1" },
    fresh: { type: "boolean", default: false },
    child: { type: "boolean", default: false },
  },
}).values;
const runs = Number(options.runs);
const seed = Number(options.seed);
const readers = READERS.filter(({ name }) => [undefined, name].includes(options.reader));
if (readers.length === 0 || !Number.isSafeInteger(runs) || !Number.isSafeInteger(seed)) {
  console.error(USAGE);
  process.exit(2);
}

if (options.child) await readOn(readers[0]!);
else await runAll();

async function runAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const rows = [];
  for (const { name } of readers) {
    const { runs: files, read, longest, seconds, found } = await inChild(name);
    rows.push({
      reader: name,
      files,
      "gave something": read,
      refused: files - read,
      "longest (ms)": Math.round(longest),
      minutes: Math.round(seconds / 6) / 10,
      result: found ? "BROKEN" : "ok",
    });
  }
  console.table(rows);
  if (rows.some(({ result }) => result !== "ok")) process.exitCode = 1;
}

/** A process of its own: what hangs or fills the memory ends with it, and is told by its seed. */
async function inChild(name: string): Promise<Progress> {
  if (options.fresh) rmSync(fileOf(name), { force: true });
  let progress = kept(name);
  const child = fork(
    fileURLToPath(import.meta.url),
    ["--child", "--reader", name, "--runs", String(runs), "--seed", String(seed)],
    { execArgv: [...process.execArgv, MEMORY] },
  );
  let watchdog: NodeJS.Timeout | undefined;
  const watch = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => child.kill("SIGKILL"), LONGEST_BATCH_MS);
  };
  watch();
  child.on("message", (message) => {
    progress = message as Progress;
    watch();
  });
  const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  clearTimeout(watchdog);
  if (code === 0) return progress;
  const found = `${name}: the process ended in the batch of seed ${batchSeed(progress)}`;
  console.error(found);
  return { ...progress, found };
}

async function readOn(reader: (typeof READERS)[number]): Promise<void> {
  const progress = kept(reader.name);
  while (progress.runs < runs && !progress.found) {
    const started = performance.now();
    const batch = await fuzz(reader, {
      seed: batchSeed(progress),
      runs: Math.min(BATCH, runs - progress.runs),
    });
    progress.runs += batch.runs;
    progress.read += batch.read;
    progress.longest = Math.max(progress.longest, batch.longest);
    progress.seconds += (performance.now() - started) / 1000;
    if (batch.found) {
      const file = join(FOLDER, `${reader.name}.found`);
      writeFileSync(file, batch.found.bytes);
      progress.found = `${reader.name}: ${batch.found.report}\nThe file is ${file}`;
      console.error(progress.found);
    } else {
      writeFileSync(fileOf(reader.name), JSON.stringify(progress));
    }
    process.send?.(progress);
  }
  process.disconnect?.();
}

function batchSeed({ seed: first, runs: done }: Progress): number {
  return first + Math.floor(done / BATCH);
}

function fileOf(name: string): string {
  return join(FOLDER, `${name}.json`);
}

/** What was run of the same sources with the same seed. */
function kept(name: string): Progress {
  const sources = sourcesHash();
  const none = { sources, seed, runs: 0, read: 0, longest: 0, seconds: 0, found: null };
  try {
    const found = JSON.parse(readFileSync(fileOf(name), "utf8")) as Progress;
    return found.sources === sources && found.seed === seed ? found : none;
  } catch {
    return none;
  }
}

function sourcesHash(): string {
  const hash = createHash("sha256");
  const folders = [...READ_BY_TESTS.map((folder) => join("src", folder)), "tests/fuzz"];
  for (const folder of folders) {
    const entries = readdirSync(join(ROOT, folder), {
      recursive: true,
      withFileTypes: true,
    });
    const files = entries.filter((entry) => entry.isFile());
    for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
      hash.update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}
