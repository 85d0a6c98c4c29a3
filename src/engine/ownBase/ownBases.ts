/** A person's own base models: read, kept, and put in the place of a file of the site. */
import type { Engine, LoadRequest } from "../../shared/engine";
import type { ModelRecord } from "../../shared/models";
import { type ModelFiles, pathOf } from "../files/modelFiles";
import { badBase } from "./fileStart";
import type { KeptBases } from "./kept";

export interface OwnBases extends Pick<
  Engine,
  "inspectBase" | "keepBase" | "keptBases" | "removeBase"
> {
  /** The site's files, with a person's own in the place of the base model's. */
  filesFor(request: LoadRequest): Promise<ModelFiles>;
}

export function createOwnBases(
  files: ModelFiles,
  registry: readonly ModelRecord[],
  kept: KeptBases,
): OwnBases {
  return {
    async inspectBase(file, onBytes, signal) {
      const { inspectBase } = await import("./inspection");
      return inspectBase(file, registry, onBytes, signal);
    },
    async keepBase({ record, file }, onBytes, signal) {
      if (file) await kept.keep(file, record.files[0], onBytes, signal);
    },
    async keptBases() {
      const bases = await kept.list();
      if (bases.length === 0) return [];
      const { inspectKept } = await import("./inspection");
      const read = await Promise.allSettled(
        bases.map(({ file, sha256 }) => inspectKept(file, sha256, registry)),
      );
      // A file that an earlier page could run and this one cannot is not offered.
      return read.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    },
    removeBase: (sha256) => kept.remove(sha256),
    async filesFor({ ownBase }) {
      if (!ownBase) return files;
      const { record, file } = ownBase;
      const [expected] = record.files;
      const given = file ?? (await kept.find(expected.sha256));
      if (!given) throw badBase({ kind: "gone" });
      const { withOwnFile } = await import("./reading");
      return withOwnFile(files, pathOf(record, expected), given);
    },
  };
}
