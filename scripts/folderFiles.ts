/** The engine's model files, read from a folder: for Node, where there is no site to ask. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelFiles } from "../src/engine/files/modelFiles";
import { sha256 } from "../src/formats/hash";
import { AppError } from "../src/shared/errors";
import { CommandError } from "./commandError";

/** `folder` holds models/, as public/ does. */
export function folderFiles(folder: string): ModelFiles {
  return {
    async read(path, expected, onBytes) {
      const bytes = new Uint8Array(await readBytes(join(folder, path)));
      if ((await sha256(bytes)) !== expected.sha256) {
        throw new AppError({ code: "wrong-hash", path });
      }
      onBytes(bytes.byteLength);
      return bytes;
    },
    readText: async (path) => (await readBytes(join(folder, path))).toString("utf8"),
    findText: (path) =>
      readFile(join(folder, path), "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      }),
    report: async () => ({ keptBytes: 0, files: [], quotaBytes: null, notKept: null }),
    clear: async () => {},
  };
}

async function readBytes(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    const message = `${path} is missing. Run \`npm start\` once.`;
    throw new CommandError("download-failed", message, { cause });
  });
}
