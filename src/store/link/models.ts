/** The models that a link names, and those of them that this page has. */
import {
  type BaseModelRecord,
  type ModelRecord,
  ownBaseId,
  recordsOf,
} from "../../shared/models";

/** The models of a link; only the base model where it had no hypernetwork. */
export interface LinkedModels {
  base: LinkedModel;
  encoder: LinkedModel | null;
  hypernetwork: LinkedModel | null;
}

export interface LinkedModel {
  id: string;
  sha256: string;
}

interface Known {
  registry: readonly ModelRecord[];
}

/** The base model and hypernetwork that a link's view needs; null where this page has them not. */
export function neededModels(
  { base, hypernetwork }: LinkedModels,
  { registry }: Known,
): { record: BaseModelRecord; hypernetworkId: string | null } | null {
  const writer = recordsOf(registry, "hypernetwork").find(
    ({ id }) => id === hypernetwork?.id,
  );
  if (hypernetwork && !writer) return null;
  const baseModelId = writer?.baseModelId ?? base.id;
  const record = recordsOf(registry, "base").find(({ id }) => id === baseModelId);
  return record ? { record, hypernetworkId: writer?.id ?? null } : null;
}

/** SHA-256 of the sender's own base model where this page does not have its file; else null. */
export function missingOwnBase(
  { base }: LinkedModels,
  { registry }: Known,
): string | null {
  const isOwn = base.id === ownBaseId(base.sha256);
  return isOwn && !registry.some(({ id }) => id === base.id) ? base.sha256 : null;
}
