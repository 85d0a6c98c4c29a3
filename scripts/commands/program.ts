/**
 * What the commands share: progress on standard error, results on standard output, a sentence for
 * every failure, and an end at Ctrl-C that leaves nothing half-written.
 * Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 interrupted.
 */
import { openAsBlob, rmSync } from "node:fs";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { createInstance } from "i18next";
import { availableParallelism } from "node:os";
import { basename, dirname } from "node:path";
import { createEngine } from "../../src/engine/engine";
import type { Device, Engine, LoadedModels } from "../../src/shared/engine";
import { AppError, isAborted } from "../../src/shared/errors";
import {
  type BaseModelRecord,
  type BaseSource,
  hypernetworksFor,
  MODELS,
  recordOf,
  recordsOf,
} from "../../src/shared/models";
import { failureWords } from "../../src/ui/kit/failureWords";
import { english } from "../../src/ui/text/en/english";
import { furtherEnglish } from "../../src/ui/text/en/further";
import { CommandError } from "../commandError";
import { folderFiles } from "../folderFiles";
import { INITIAL_MODELS } from "../initialModels";

/** Options of everything that computes; nodeRuntime.mjs reads the last two as well. */
export const ENGINE_OPTIONS = {
  threads: { type: "string", default: String(availableParallelism()) },
  device: { type: "string", default: "wasm" },
  software: { type: "boolean", default: false },
} as const;

/** Options that every command has. */
export const MODEL_OPTIONS = {
  base: { type: "string" },
  hypernetwork: { type: "string" },
  json: { type: "boolean", default: false },
  ...ENGINE_OPTIONS,
} as const;

export interface ModelOptions {
  base?: string | undefined;
  hypernetwork?: string | undefined;
  threads: string;
  device: string;
}

/** Wrong arguments; the message is followed by the usage. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Runs a command and ends the program. */
export async function runProgram(
  usage: string,
  main: (signal: AbortSignal) => Promise<void>,
): Promise<never> {
  const controller = new AbortController();
  process.once("SIGINT", () => {
    controller.abort();
    // Whoever asks again does not want to wait for the step that is running.
    process.once("SIGINT", () => {
      for (const part of unfinished) rmSync(part, { force: true });
      process.exit(130);
    });
  });
  // A reader that has enough, such as `head`, is no failure.
  process.stdout.on("error", () => process.exit(0));
  try {
    await main(controller.signal);
    process.exit(0);
  } catch (error) {
    if (controller.signal.aborted || isAborted(error)) {
      tell("Stopped.");
      process.exit(130);
    }
    if (isWrongArgument(error)) {
      tell(`${error.message}\n\n${usage}`);
      process.exit(2);
    }
    tell(await words(error));
    process.exit(1);
  }
}

function isWrongArgument(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  // util.parseArgs
  const { code = "" } = error as { code?: unknown };
  return error instanceof Error && String(code).startsWith("ERR_PARSE_ARGS");
}

/** The failure's sentence, as the page has it. */
async function words(error: unknown): Promise<string> {
  if (error instanceof AppError) {
    const catalogue = createInstance();
    await catalogue.init({
      lng: "en",
      resources: { en: { translation: { ...english, ...furtherEnglish } } },
      interpolation: { escapeValue: false },
    });
    return failureWords(catalogue.getFixedT("en"), error.failure);
  }
  if (error instanceof CommandError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A line of progress, on standard error. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A result, on standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export async function openEngine(
  options: ModelOptions,
  signal?: AbortSignal,
): Promise<{ engine: Engine; loaded: LoadedModels; record: BaseModelRecord }> {
  const device = readDevice(options.device);
  const threads = Number(options.threads);
  if (!Number.isInteger(threads) || threads < 1) {
    throw new UsageError("--threads is a number from 1 on.");
  }
  const engine = createEngine({
    files: folderFiles("public"),
    runtime: { threads: device === "wasm" ? threads : 1 },
  });
  const { record, ownBase } = await readBase(engine, options.base, signal);
  const possible = hypernetworksFor(MODELS, record.id);
  const wanted = options.hypernetwork;
  const hypernetwork = wanted
    ? possible.find(({ id }) => id === wanted)
    : (possible.find(({ id }) => id === INITIAL_MODELS.hypernetworkId) ?? possible[0]);
  if (wanted && !hypernetwork) {
    const names = possible.map(({ id }) => id).join(", ") || "none";
    throw new UsageError(
      `There is no hypernetwork "${wanted}" for it; there is ${names}.`,
    );
  }
  const loaded = await engine.load(
    {
      device,
      baseModelId: record.id,
      encoderId: hypernetwork?.encoderId ?? null,
      hypernetworkId: hypernetwork?.id ?? null,
      contextLength: INITIAL_MODELS.contextLength,
      ownBase,
    },
    (progress) => {
      if (progress.stage === "build") tell(`Building ${progress.what}`);
    },
    signal,
  );
  return { engine, loaded, record };
}

/** Throws where no hypernetwork was loaded. */
export function checkWriter({ base, hypernetwork }: LoadedModels): void {
  if (hypernetwork) return;
  throw new UsageError(
    `Nothing turns descriptions into adapters for ${base.label} yet; teach it with examples.`,
  );
}

function readDevice(name: string): Device {
  if (name === "wasm" || name === "webgpu") return name;
  throw new UsageError(`There is no device "${name}"; there are wasm and webgpu.`);
}

/** A base model by its id, the beginning of one, or a GGUF file of one's own. */
async function readBase(
  engine: Engine,
  name: string = INITIAL_MODELS.baseModelId,
  signal?: AbortSignal,
): Promise<{ record: BaseModelRecord; ownBase: BaseSource | null }> {
  if (/\.gguf$/iu.test(name)) {
    const blob = await openAsBlob(name).catch((cause: unknown) => {
      throw new CommandError("bad-input", `${name} cannot be read.`, { cause });
    });
    const file = new File([blob], basename(name));
    const { record } = await engine.inspectBase(file, () => {}, signal);
    return { record, ownBase: { record, file } };
  }
  const ids = recordsOf(MODELS, "base").map(({ id }) => id);
  const found = ids.filter((id) => id.startsWith(name));
  if (found.length === 1) {
    return { record: recordOf(MODELS, "base", found[0]!), ownBase: null };
  }
  throw new UsageError(
    `There is no base model "${name}"; there are ${ids.join(", ")}, and any .gguf file.`,
  );
}

/** Files that are being written. */
const unfinished = new Set<string>();

/** Throws where `save` could not write `file`, before anything is computed for it. */
export async function checkPlace(file: string): Promise<void> {
  const folder = dirname(file);
  const isFolder = (path: string) =>
    stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
  if (!(await isFolder(folder))) {
    throw new CommandError("bad-input", `There is no folder ${folder}.`);
  }
  if (await isFolder(file)) throw new CommandError("bad-input", `${file} is a folder.`);
}

/** Replaces `file` at once, so that a stop while writing leaves what was there before. */
export async function save(
  file: string,
  bytes: Uint8Array | string,
  signal: AbortSignal,
): Promise<void> {
  const part = `${file}.part`;
  unfinished.add(part);
  try {
    await writeFile(part, bytes, { signal });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    unfinished.delete(part);
  }
}
