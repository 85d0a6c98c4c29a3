/** The models that the GPU bench measures. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { hypernetworksFor, MODELS, recordsOf } from "../../src/shared/models";
import type { Trio } from "../initialModels";

export interface Benched {
  baseModelId: string;
  /** First hypernetwork that writes adapters for the base, and its encoder; null without one. */
  hypernetwork: Pick<Trio, "encoderId" | "hypernetworkId"> | null;
}

/** Every base model that was fetched into `root`/public/models. */
export function benchedModels(root: string): Benched[] {
  const models = join(root, "public/models");
  return recordsOf(MODELS, "base")
    .filter(({ id, files }) => existsSync(join(models, id, files[0].path)))
    .map(({ id }) => {
      const [found] = hypernetworksFor(MODELS, id);
      if (!found) return { baseModelId: id, hypernetwork: null };
      const { id: hypernetworkId, encoderId } = found;
      return { baseModelId: id, hypernetwork: { hypernetworkId, encoderId } };
    });
}
