/** Base models of a person that the browser keeps, in a folder of the origin's own file system. */
import type { ModelFile } from "../../shared/models";
import { inOneTab } from "../files/oneTab";
import { openStorage, PARTIAL, type Storage } from "../files/storage";
import { badBase } from "./fileStart";
import { readInPieces } from "./pieces";

const FOLDER = "own-models";

/** Kept files by hash; the file's own name goes along. */
export interface KeptBases {
  /** Throws "bad-base" without room, and leaves nothing then. */
  keep(
    file: File,
    { path, sha256 }: Pick<ModelFile, "path" | "sha256">,
    onBytes: (bytes: number) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  list(): Promise<{ sha256: string; file: File }[]>;
  /** The file, of its own name; null where it is not kept. */
  find(sha256: string): Promise<File | null>;
  remove(sha256: string): Promise<void>;
}

/** Behind a hash and a space stands the name of the file. */
const NAME = /^([0-9a-f]{64}) (.+)$/u;

/** Bases kept in the browser; none are where it keeps no files. */
export function browserBases(): KeptBases {
  const open = () => openStorage(FOLDER);

  async function entries(): Promise<{ key: string; sha256: string; file: File }[]> {
    const storage = await open();
    if (!storage) return [];
    const names = (await storage.report()).files.map(({ name }) => name);
    const found = names.map(async (key) => {
      // One whose writing was interrupted is not kept.
      const [, sha256, name] = key.endsWith(PARTIAL) ? [] : (NAME.exec(key) ?? []);
      const blob = sha256 ? await storage.open(key) : null;
      // A file of the same bytes on the disk, under the name that the person knows.
      return sha256 && name && blob
        ? [{ key, sha256, file: new File([blob], name) }]
        : [];
    });
    return (await Promise.all(found)).flat();
  }

  const find = async (sha256: string) =>
    (await entries()).find((entry) => entry.sha256 === sha256) ?? null;

  return {
    list: entries,
    find: async (sha256) => (await find(sha256))?.file ?? null,
    async remove(sha256) {
      const entry = await find(sha256);
      if (entry) await (await open())?.remove(entry.key);
    },
    async keep(file, { path, sha256 }, onBytes, signal) {
      const storage = await open();
      if (!storage) throw badBase({ kind: "not-kept" });
      // An older name may not be one for this file system.
      const key = `${sha256} ${path.replaceAll(/[/\\:]/gu, "-")}`;
      // Another tab may be keeping it.
      await inOneTab({ key: sha256, onBytes, signal }, async (onBytes) => {
        if (await find(sha256)) return;
        await write(storage, key, file, onBytes, signal);
      });
    },
  };
}

/** No bases are kept, as in Node. */
export const NO_KEPT_BASES: KeptBases = {
  keep: () => Promise.reject(badBase({ kind: "not-kept" })),
  list: async () => [],
  find: async () => null,
  remove: async () => {},
};

async function write(
  storage: Storage,
  key: string,
  file: File,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const partial = await storage.openPartial(key);
  if (!partial) throw badBase({ kind: "not-kept" });
  let isWhole = false;
  try {
    partial.truncate();
    const append = (piece: Uint8Array<ArrayBuffer>, from: number) => {
      partial.append(piece, from);
      if (partial.isFull) throw badBase({ kind: "no-room" });
    };
    await readInPieces(file, append, onBytes, signal);
    isWhole = true;
  } finally {
    partial.close();
    if (!isWhole) await storage.removePartial(key);
  }
  await storage.finishPartial(key, file.size);
}
