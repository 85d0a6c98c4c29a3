/** Files in the origin private file system, by name; absent where the browser has none. */
import type { StorageReport } from "../../shared/engine";

const FOLDER = "models";
/** Ending of a file that is still being written, or never was to its end. */
export const PARTIAL = ".part";

/** Tries to open a file that another thread still holds, and the milliseconds between them. */
const MOST_TRIES = 10;
const BETWEEN_TRIES = 100;

/** A download that may be continued; every call is synchronous, as the access handle is. */
export interface PartialFile {
  /** Copies what is there to the front of `bytes`; returns how many bytes that is. */
  readInto(bytes: Uint8Array): number;
  append(chunk: Uint8Array, position: number): void;
  /** Whether a chunk found no room; the file is then empty and stays so. */
  readonly isFull: boolean;
  truncate(): void;
  close(): void;
}

export interface Storage {
  read(hash: string): Promise<Uint8Array | null>;
  /** The file as it lies on the disk, unread. */
  open(hash: string): Promise<File | null>;
  remove(hash: string): Promise<void>;
  /** The partial file, or null when another tab is writing it. */
  openPartial(hash: string): Promise<PartialFile | null>;
  removePartial(hash: string): Promise<void>;
  /** Keeps the partial file under its hash if it is `bytes` long, otherwise drops it. */
  finishPartial(hash: string, bytes: number): Promise<void>;
  report(): Promise<Omit<StorageReport, "notKept">>;
  clear(): Promise<void>;
}

/**
 * The storage, or null in private windows and browsers without access handles: files are then
 * not kept.
 */
export async function openStorage(folder = FOLDER): Promise<Storage | null> {
  if (!("createSyncAccessHandle" in (globalThis.FileSystemFileHandle?.prototype ?? {}))) {
    return null;
  }
  try {
    const root = await navigator.storage.getDirectory();
    return folderStorage(await root.getDirectoryHandle(folder, { create: true }));
  } catch {
    return null;
  }
}

function folderStorage(folder: FileSystemDirectoryHandle): Storage {
  const remove = (name: string) => folder.removeEntry(name).catch(() => {});
  const open = async (hash: string) => {
    const handle = await folder.getFileHandle(hash).catch(() => null);
    return handle && handle.getFile();
  };
  return {
    async read(hash) {
      const file = await open(hash);
      return file && new Uint8Array(await file.arrayBuffer());
    },
    open,
    remove,
    async openPartial(hash) {
      for (let tries = 1; ; tries++) {
        try {
          const handle = await folder.getFileHandle(hash + PARTIAL, { create: true });
          return partialFile(await (handle as WorkerFileHandle).createSyncAccessHandle());
        } catch (error) {
          const isTaken = (error as DOMException).name === "NoModificationAllowedError";
          if (!isTaken || tries === MOST_TRIES) return null;
          // The tab that was writing it has been closed, and the browser lets go a little later.
          await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES));
        }
      }
    },
    removePartial: (hash) => remove(hash + PARTIAL),
    async finishPartial(hash, bytes) {
      const handle = await folder.getFileHandle(hash + PARTIAL).catch(() => null);
      if (!handle) return;
      if ((await handle.getFile()).size !== bytes) return remove(hash + PARTIAL);
      // Moving within the folder is atomic: a file under its hash is always whole.
      await (handle as WorkerFileHandle).move(hash).catch(() => {});
    },
    async report() {
      const files: StorageReport["files"] = [];
      for await (const handle of folder.values()) {
        if (handle.kind !== "file") continue;
        const { name } = handle;
        files.push({
          name,
          bytes: (await (handle as FileSystemFileHandle).getFile()).size,
        });
      }
      const { quota } = await navigator.storage.estimate();
      return {
        files,
        keptBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
        quotaBytes: quota ?? null,
      };
    },
    async clear() {
      for await (const name of folder.keys()) await remove(name);
    },
  };
}

/** Members that the types of a page lack: access handles exist in workers only, `move` in a draft. */
interface WorkerFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<AccessHandle>;
  move(name: string): Promise<void>;
}

interface AccessHandle {
  getSize(): number;
  read(into: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

function partialFile(handle: AccessHandle): PartialFile {
  let isFull = false;
  return {
    get isFull() {
      return isFull;
    },
    readInto(bytes) {
      const size = handle.getSize();
      if (size > bytes.byteLength) {
        handle.truncate(0);
        return 0;
      }
      return handle.read(bytes.subarray(0, size), { at: 0 });
    },
    append(chunk, position) {
      if (isFull) return;
      try {
        isFull = handle.write(chunk, { at: position }) < chunk.byteLength;
      } catch {
        isFull = true;
      }
      // Out of quota: the load goes on in memory, and the file is not kept.
      if (isFull) handle.truncate(0);
    },
    truncate: () => handle.truncate(0),
    close() {
      handle.flush();
      handle.close();
    },
  };
}
