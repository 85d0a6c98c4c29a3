/** The hypernetworks this site has, told from their manifests without loading any. */
import type { HypernetworkManifest } from "../../formats/manifest";
import type { CheckpointInfo } from "../../shared/engine";
import { type ModelRecord, recordsOf } from "../../shared/models";
import type { ModelFiles } from "../files/modelFiles";
import { kindOf, readCheckpointManifest } from "./kinds";

/**
 * Checkpoints in the order of the registry, without those whose manifest is missing or
 * unreadable.
 */
export async function readCheckpoints(
  files: ModelFiles,
  registry: readonly ModelRecord[],
): Promise<CheckpointInfo[]> {
  const listed = recordsOf(registry, "hypernetwork");
  const found = await Promise.allSettled(
    listed.map(async ({ id }) =>
      checkpointInfo(
        readCheckpointManifest(await files.readText(`models/${id}/manifest.json`)),
      ),
    ),
  );
  return found.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

export function checkpointInfo(manifest: HypernetworkManifest): CheckpointInfo {
  return {
    id: manifest.id,
    label: manifest.label,
    sha256: manifest.weights.sha256,
    variant: manifest.variant,
    training: manifest.training,
    reader: kindOf(manifest.variant).reader,
    parameters: manifest.parameters,
    bytes: manifest.weights.bytes,
    targetModules: manifest.targetModules,
    rank: manifest.rank,
    alpha: manifest.alpha,
    scaling: manifest.scaling,
    evaluation: manifest.evaluation,
    library: manifest.library,
  };
}
