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

/**
 * Every base model that was fetched into `root`/public/models, or those of them whose id begins
 * with one of `names`. Throws where there is none.
 */
export function benchedModels(root: string, names: readonly string[] = [""]): Benched[] {
  const models = join(root, "public/models");
  const found = recordsOf(MODELS, "base").filter(
    ({ id, files }) =>
      names.some((name) => id.startsWith(name)) &&
      existsSync(join(models, id, files[0].path)),
  );
  if (found.length === 0) {
    throw new Error(`No base model in ${models} begins with ${names.join(" or ")}.`);
  }
  return found.map(({ id }) => {
    const [found] = hypernetworksFor(MODELS, id);
    if (!found) return { baseModelId: id, hypernetwork: null };
    const { id: hypernetworkId, encoderId } = found;
    return { baseModelId: id, hypernetwork: { hypernetworkId, encoderId } };
  });
}
