/** Reads one file as the engine does, in the thread where files can be kept. */
import { siteFiles, type Expected } from "../../../src/engine/files/modelFiles";
import { openStorage } from "../../../src/engine/files/storage";
import type { StorageReport } from "../../../src/shared/engine";
import { AppError } from "../../../src/shared/errors";
import { limitRoom } from "./limitRoom";

export interface Task {
  path: string;
  expected: Expected;
  /** Beginning of the file, written beforehand as an interrupted download. */
  partial?: Uint8Array;
  /** Bytes written beforehand as a finished file. */
  kept?: Uint8Array;
  /** Bytes the disk has room for, as far as the files' writer can tell. */
  room?: number;
}

export interface Outcome {
  bytes: Uint8Array | null;
  /** Bytes 1000 to 2000 of the kept file, read from the disk; null where it is not kept. */
  part: Uint8Array | null;
  /** What reading the kept file threw once the storage had been cleared. */
  codeWhenRemoved: string | null;
  code: string | null;
  progress: number[];
  keptBytes: number;
  keptBytesAfterClearing: number;
  notKept: StorageReport["notKept"];
}

self.onmessage = async ({ data }: MessageEvent<Task>) => {
  const { path, expected, partial, kept, room } = data;
  if (room !== undefined) limitRoom(room);
  const storage = (await openStorage())!;
  await storage.clear();
  const prepared = kept ?? partial;
  if (prepared) {
    const file = (await storage.openPartial(expected.sha256))!;
    file.append(prepared, 0);
    file.close();
    if (kept) await storage.finishPartial(expected.sha256, kept.byteLength);
  }
  const files = siteFiles(self.location.origin);
  const progress: number[] = [];
  const outcome = { bytes: null, code: null } as Pick<Outcome, "bytes" | "code">;
  try {
    outcome.bytes = await files.read(path, expected, (bytes) => progress.push(bytes));
  } catch (error) {
    outcome.code = error instanceof AppError ? error.code : String(error);
  }
  const { keptBytes, notKept } = await files.report();
  const read = await files.openKept!(path, expected);
  const part = read && read(1000, 2000);
  await files.clear();
  const codeWhenRemoved = read && codeOf(() => read(1000, 2000));
  const keptBytesAfterClearing = (await files.report()).keptBytes;
  self.postMessage({
    ...outcome,
    part,
    codeWhenRemoved,
    progress,
    keptBytes,
    notKept,
    keptBytesAfterClearing,
  });
};

function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}
