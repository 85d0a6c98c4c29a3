/** Every kind of hypernetwork: a further one is a file, a line here and its variants. */
import { readManifest, type HypernetworkManifest } from "../../formats/manifest";
import {
  type HypernetworkKindName,
  KIND_OF_VARIANT,
  type Variant,
} from "../../shared/variants";
import { gist } from "./gist";
import type { HypernetworkKind } from "./kind";
import { latent } from "./latent";

const KINDS: Record<HypernetworkKindName, HypernetworkKind> = { latent, gist };

export function kindOf(variant: Variant): HypernetworkKind {
  return KINDS[KIND_OF_VARIANT[variant]];
}

/** Reads a manifest of any kind; throws as `readManifest` does. */
export function readCheckpointManifest(text: string): HypernetworkManifest {
  return readManifest(text, (variant, manifest) =>
    kindOf(variant).readManifest(manifest),
  );
}
