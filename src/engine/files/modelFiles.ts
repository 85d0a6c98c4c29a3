/** Model files on their way into memory: fetched once, kept, verified, resumed. */
import { sha256 } from "../../formats/hash";
import type { StorageReport } from "../../shared/engine";
import {
  abortedError,
  AppError,
  type DownloadFault,
  throwIfAborted,
} from "../../shared/errors";
import type { ModelFile, ModelRecord } from "../../shared/models";
import { inOneTab } from "./oneTab";
import { partReader, type ReadPart } from "./parts";
import { openStorage, type PartialFile, type Storage } from "./storage";

export interface Expected {
  bytes: number;
  sha256: string;
}

/** Source of the engine's files: the site, or a folder when it runs in Node. */
export interface ModelFiles {
  /**
   * The whole file, verified against `expected`. `onBytes` is told how many of its bytes are
   * here. Throws "download-failed", "wrong-hash", "aborted".
   */
  read(
    path: string,
    expected: Expected,
    onBytes: (bytes: number) => void,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
  /**
   * Throws "download-failed" where the file is neither kept nor at the site, without reading it; where
   * the method is absent, only `read` tells.
   */
  find?(path: string, expected: Expected): Promise<void>;
  /**
   * A way to read parts of the file once it was read and is kept, so that its bytes need not stay
   * in memory; null where they have to.
   */
  openKept?(path: string, expected: Expected): Promise<ReadPart | null>;
  /** A small text file that is never kept, such as a manifest. */
  readText(path: string, signal?: AbortSignal): Promise<string>;
  /** A small text file that the site need not have: null when it says that there is none. */
  findText(path: string): Promise<string | null>;
  report(): Promise<StorageReport>;
  clear(): Promise<void>;
}

/** Path of a model's file below the site's address. */
export function pathOf(
  { id }: Pick<ModelRecord, "id">,
  { path }: Pick<ModelFile, "path">,
): string {
  return `models/${id}/${path}`;
}

/**
 * Files of this site, below `baseUrl`, kept in the origin's private file system. Large ones come
 * from below `modelsUrl`, which may be another site's that allows it (CORS).
 */
export function siteFiles(baseUrl: string, modelsUrl = baseUrl): ModelFiles {
  let hasRoom = true;
  return {
    async read(path, expected, onBytes, signal) {
      const storage = await openStorage();
      const url = new URL(path, modelsUrl).href;
      const onNoRoom = () => (hasRoom = false);
      const job = { url, path, expected, onNoRoom, signal, storage };
      if (!storage) return fetchFile({ ...job, onBytes });
      const kept = await readKept(storage, expected, onBytes);
      if (kept) return kept;
      // Another tab may be fetching it.
      return inOneTab({ key: expected.sha256, onBytes, signal }, async (onBytes) => {
        const keptSince = await readKept(storage, expected, onBytes);
        return keptSince ?? fetchFile({ ...job, onBytes });
      });
    },
    async find(path, { bytes, sha256 }) {
      const kept = await (await openStorage())?.open(sha256);
      if (kept?.size === bytes) return;
      const options = { headers: { Range: "bytes=0-0" } };
      const response = await request(new URL(path, modelsUrl).href, path, options);
      await response.body?.cancel();
      refusePage(response, path);
    },
    async openKept(path, { bytes, sha256 }) {
      const file = await (await openStorage())?.open(sha256);
      if (file?.size !== bytes) return null;
      return partReader(file, (cause) => failed(path, { kind: "removed" }, cause));
    },
    async readText(path, signal) {
      const response = await request(new URL(path, baseUrl).href, path, {
        cache: "no-cache",
        signal,
      });
      return response.text();
    },
    async findText(path) {
      const options = { cache: "no-cache" } as const;
      const response = await reach(new URL(path, baseUrl).href, path, options);
      if (response.status === 404) return null;
      return checked(response, path).text();
    },
    async report() {
      const storage = await openStorage();
      if (!storage) return EMPTY_REPORT;
      return { ...(await storage.report()), notKept: hasRoom ? null : "no-room" };
    },
    async clear() {
      await (await openStorage())?.clear();
      hasRoom = true;
    },
  };
}

/** The kept file; null where there is none, or a damaged one, which is removed. */
async function readKept(
  storage: Storage,
  expected: Expected,
  onBytes: (bytes: number) => void,
): Promise<Uint8Array | null> {
  const kept = await storage.read(expected.sha256);
  if (!kept) return null;
  if ((await sha256(kept)) === expected.sha256) {
    onBytes(kept.byteLength);
    return kept;
  }
  await storage.remove(expected.sha256);
  return null;
}

const EMPTY_REPORT: StorageReport = {
  keptBytes: 0,
  files: [],
  quotaBytes: null,
  notKept: "unavailable",
};

interface FetchJob {
  url: string;
  path: string;
  expected: Expected;
  onBytes: (bytes: number) => void;
  /** Called when the file is loaded into memory alone. */
  onNoRoom: () => void;
  signal: AbortSignal | undefined;
  storage: Storage | null;
}

/**
 * Downloads into the partial file of an earlier try, and anew where that is not the file's
 * beginning after all.
 */
async function fetchFile(job: FetchJob): Promise<Uint8Array> {
  try {
    return await fetchOnce(job);
  } catch (error) {
    if (error !== WRONG_BEGINNING) throw error;
    return fetchOnce(job);
  }
}

/** Thrown where an earlier try's bytes do not belong to the file; they are removed by then. */
const WRONG_BEGINNING = new Error("The partial file is not the beginning of the file.");

/** Goes on with an earlier try, if there is one, and checks the whole. */
async function fetchOnce(job: FetchJob): Promise<Uint8Array> {
  const { expected, path, storage } = job;
  const partial = (await storage?.openPartial(expected.sha256)) ?? null;
  const bytes = new Uint8Array(expected.bytes);
  const begun = partial ? partial.readInto(bytes) : 0;
  let received = begun;
  try {
    received = await stream(job, bytes, received, partial);
  } finally {
    if (partial?.isFull) job.onNoRoom();
    partial?.close();
  }
  if (received !== expected.bytes) {
    // The site has sent all it has, so this is another file, as the pointer of Git LFS.
    await storage?.removePartial(expected.sha256);
    if (begun > 0) throw WRONG_BEGINNING;
    throw failed(path, { kind: "short", bytes: received, expected: expected.bytes });
  }
  if ((await sha256(bytes)) !== expected.sha256) {
    await storage?.removePartial(expected.sha256);
    if (begun > 0) throw WRONG_BEGINNING;
    throw new AppError({ code: "wrong-hash", path });
  }
  await storage?.finishPartial(expected.sha256, expected.bytes);
  return bytes;
}

/** Reads the response body into `bytes` from `received` on; returns how many there are. */
async function stream(
  { url, path, expected, onBytes, signal }: FetchJob,
  bytes: Uint8Array,
  received: number,
  partial: PartialFile | null,
): Promise<number> {
  if (received === expected.bytes) return received;
  const range = received > 0 ? { headers: { Range: `bytes=${received}-` } } : {};
  // Chromium's own cache drops a file of this size while it comes, and breaks off a second tab
  // that reads along (net::ERR_CACHE_WRITE_FAILURE).
  const response = await reach(url, path, { signal, cache: "no-store", ...range });
  if (response.status === 416 && received > 0) {
    const [, total] =
      /\*\/(\d+)$/u.exec(response.headers.get("content-range") ?? "") ?? [];
    if (total === undefined || Number(total) === expected.bytes) return 0;
    // The site's file is not even that long: it is another one.
    throw failed(path, { kind: "short", bytes: Number(total), expected: expected.bytes });
  }
  checked(response, path);
  refusePage(response, path);
  let position = response.status === 206 ? received : 0;
  const told = toldBytes(response);
  if (told !== null && told < expected.bytes - position) {
    // Another file: what is here of the right one stays.
    throw failed(path, { kind: "short", bytes: told, expected: expected.bytes });
  }
  if (position === 0) partial?.truncate();
  onBytes(position);
  const reader = response.body!.getReader();
  for (;;) {
    throwIfAborted(signal);
    const { done, value } = await reader.read().catch((cause: unknown) => {
      if (signal?.aborted) throw abortedError();
      throw failed(path, { kind: "broken", bytes: position }, cause);
    });
    if (done) return position;
    if (position + value.byteLength > expected.bytes) {
      await reader.cancel();
      throw failed(path, { kind: "long", expected: expected.bytes });
    }
    bytes.set(value, position);
    partial?.append(value, position);
    position += value.byteLength;
    onBytes(position);
  }
}

/** Length of the body as the site tells it; null where it does not, or has packed it. */
function toldBytes({ headers }: Response): number | null {
  const length = Number(headers.get("content-length") ?? NaN);
  const isPlain = (headers.get("content-encoding") ?? "identity") === "identity";
  return isPlain && Number.isInteger(length) ? length : null;
}

interface RequestOptions {
  cache?: RequestCache;
  headers?: HeadersInit;
  signal?: AbortSignal | undefined;
}

async function request(
  url: string,
  path: string,
  options: RequestOptions,
): Promise<Response> {
  return checked(await reach(url, path, options), path);
}

/** The site's answer, whatever it is. */
async function reach(
  url: string,
  path: string,
  { signal, ...rest }: RequestOptions,
): Promise<Response> {
  return fetch(url, { ...rest, ...(signal && { signal }) }).catch((cause: unknown) => {
    if (signal?.aborted) throw abortedError();
    throw failed(path, { kind: "unreachable" }, cause);
  });
}

function checked(response: Response, path: string): Response {
  if (!response.ok) throw failed(path, { kind: "status", status: response.status });
  return response;
}

/** A site may answer with its own page for a file that it lacks. */
function refusePage({ headers }: Response, path: string): void {
  if (headers.get("content-type")?.startsWith("text/html")) {
    throw failed(path, { kind: "page" });
  }
}

function failed(path: string, fault: DownloadFault, cause?: unknown): AppError {
  return new AppError({ code: "download-failed", path, fault }, { cause });
}
