/** Keeps files as the engine does, in the thread where files can be kept. */
import { siteFiles } from "../../../src/engine/files/modelFiles";
import { browserBases } from "../../../src/engine/ownBase/kept";
import { withOwnFile } from "../../../src/engine/ownBase/reading";
import { AppError } from "../../../src/shared/errors";
import { limitRoom } from "../files/limitRoom";

export type Task =
  | { kind: "keep"; file: File; sha256: string; room?: number; times?: number }
  | { kind: "list" }
  /** Reads a part of the kept file as a load does, once it was read whole. */
  | { kind: "part"; sha256: string; from: number; to: number }
  | { kind: "remove"; sha256: string };

export interface Outcome {
  kept: { sha256: string; name: string; text: string }[];
  progress: number[];
  fault: string | null;
  part: string | null;
}

self.onmessage = async ({ data }: MessageEvent<Task>) => {
  const bases = browserBases();
  const progress: number[] = [];
  let fault: string | null = null;
  let part: string | null = null;
  try {
    if (data.kind === "keep") {
      const { file, sha256, room, times = 1 } = data;
      if (room !== undefined) limitRoom(room);
      const entry = { path: file.name, sha256 };
      const keep = () => bases.keep(file, entry, (bytes) => progress.push(bytes));
      await Promise.all(Array.from({ length: times }, keep));
    }
    if (data.kind === "part") {
      const file = (await bases.find(data.sha256))!;
      const site = siteFiles("https://site.invalid/");
      const read = await withOwnFile(site, "own", file).openKept!("own", {
        bytes: file.size,
        sha256: data.sha256,
      });
      part = new TextDecoder().decode(read!(data.from, data.to));
      await bases.remove(data.sha256);
      read!(data.from, data.to);
    }
    if (data.kind === "remove") await bases.remove(data.sha256);
  } catch (error) {
    const failure = error instanceof AppError ? error.failure : null;
    fault = failure?.code === "bad-base" ? failure.fault.kind : String(error);
  }
  const list = await bases.list();
  const kept = list.map(async ({ sha256, file }) => {
    const found = (await bases.find(sha256))!;
    return { sha256, name: file.name, text: await found.slice(0, 100).text() };
  });
  self.postMessage({ kept: await Promise.all(kept), progress, fault, part });
};
