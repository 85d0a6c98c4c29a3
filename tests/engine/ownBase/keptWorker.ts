/** Keeps files as the engine does, in the thread where files can be kept. */
import { browserBases } from "../../../src/engine/ownBase/kept";
import { AppError } from "../../../src/shared/errors";
import { limitRoom } from "../files/limitRoom";

export type Task =
  | { kind: "keep"; file: File; sha256: string; room?: number; times?: number }
  | { kind: "list" }
  | { kind: "remove"; sha256: string };

export interface Outcome {
  kept: { sha256: string; name: string; text: string }[];
  progress: number[];
  fault: string | null;
}

self.onmessage = async ({ data }: MessageEvent<Task>) => {
  const bases = browserBases();
  const progress: number[] = [];
  let fault: string | null = null;
  try {
    if (data.kind === "keep") {
      const { file, sha256, room, times = 1 } = data;
      if (room !== undefined) limitRoom(room);
      const entry = { path: file.name, sha256 };
      const keep = () => bases.keep(file, entry, (bytes) => progress.push(bytes));
      await Promise.all(Array.from({ length: times }, keep));
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
  self.postMessage({ kept: await Promise.all(kept), progress, fault });
};
