/** The models that the GPU bench measures. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseFields } from "../../src/shared/json";
import { MODELS, recordsOf } from "../../src/shared/models";
import type { Trio } from "../initialModels";

export interface Benched {
  baseModelId: string;
  /** First hypernetwork that writes adapters for the base, and its encoder; null without one. */
  hypernetwork: Pick<Trio, "encoderId" | "hypernetworkId"> | null;
}

/** Every base model that was fetched into `root`/public/models. */
export async function benchedModels(root: string): Promise<Benched[]> {
  const models = join(root, "public/models");
  const hypernetworks = await Promise.all(
    recordsOf(MODELS, "hypernetwork").map(async ({ id, encoderId }) => {
      const text = await readFile(join(models, id, "manifest.json"), "utf8");
      const base = parseFields(text).inner("base").hash("sha256");
      return { hypernetworkId: id, encoderId, base };
    }),
  );
  return recordsOf(MODELS, "base")
    .filter(({ id, files }) => existsSync(join(models, id, files[0].path)))
    .map(({ id, files }) => {
      const found = hypernetworks.find(({ base }) => base === files[0].sha256);
      if (!found) return { baseModelId: id, hypernetwork: null };
      const { hypernetworkId, encoderId } = found;
      return { baseModelId: id, hypernetwork: { hypernetworkId, encoderId } };
    });
}
