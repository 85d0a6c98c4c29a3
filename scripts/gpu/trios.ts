/** The models that the GPU bench measures. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readJson } from "../../src/shared/json";
import { MODELS, recordsOf } from "../../src/shared/models";
import type { Trio } from "../initialModels";

/** Every base model with the first hypernetwork that writes adapters for it. */
export async function benchedTrios(root: string): Promise<Trio[]> {
  const hypernetworks = await Promise.all(
    recordsOf(MODELS, "hypernetwork").map(async ({ id, encoderId }) => {
      const manifest = join(root, "public/models", id, "manifest.json");
      const text = await readFile(manifest, "utf8");
      const base = readJson(text, manifest, (root) => root.inner("base").hash("sha256"));
      return { id, encoderId, base };
    }),
  );
  return recordsOf(MODELS, "base").flatMap(({ id: baseModelId, files }) => {
    const found = hypernetworks.find(({ base }) => base === files[0].sha256);
    if (!found) return [];
    return [{ baseModelId, encoderId: found.encoderId, hypernetworkId: found.id }];
  });
}
