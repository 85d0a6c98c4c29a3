/**
 * T2L's latent (L, M and S): what the encoder makes of a description becomes an adapter, on the
 * device that the base model reads it from.
 */
import type { Fields } from "../../shared/json";
import { interpolate } from "./blending";
import type { EncoderStates } from "./encoder";
import type { HypernetworkKind } from "./kind";
import type { LatentArchitecture, Pooling } from "./latentGraph";

/** Bias in place of −∞: no softmax share is left, and no NaN either. */
const LEAST_BIAS = -1e4;

export const latent: HypernetworkKind<LatentArchitecture, EncoderStates> = {
  baseNeeds: { sharesA: false, givesProjections: false },
  reader: "encoder",
  readManifest(manifest) {
    const latentSize = manifest.count("latent_size", { most: 65_536 });
    // Task, module and layer identities take a half and two quarters of the latent.
    if (latentSize % 4 !== 0) throw manifest.refused("latent_size", "divisible by 4");
    return {
      latentSize,
      headInputSize: manifest.count("head_input_size", { most: 65_536 }),
      pooling: readPooling(manifest.inner("encoder")),
    };
  },
  async open(manifest, weights, { languageModel, openEncoder, device }) {
    const encoder = await openEncoder();
    // The default checkpoint is of another kind, and does without this code.
    const { createLatentNetwork } = await import("./latentNetwork");
    const network = await createLatentNetwork(manifest, weights, languageModel, device);
    return {
      ...network,
      read: (description) => encoder.encode(description),
      measure: (description) => encoder.measure(description),
      mix: mixStates,
    };
  },
};

function readPooling(encoder: Fields): Pooling {
  const kind = encoder.choice("pooling", ["mean", "attention"]);
  if (kind === "attention") {
    const heads = encoder.count("heads", { most: 256 });
    return { kind, heads, headSize: encoder.count("head_size", { most: 1024 }) };
  }
  if (!encoder.boolean("normalize")) throw encoder.refused("normalize", "true");
  return { kind };
}

/**
 * The vector is (1 − position) · first + position · second, scaled to length 1 like every
 * description; the tokens stand beside each other, their attention weighted by the two shares.
 */
export function mixStates(
  first: EncoderStates,
  second: EncoderStates,
  position: number,
): EncoderStates {
  const mixed = interpolate(first.vector, second.vector, position);
  const norm = Math.hypot(...mixed);
  const bias = (of: EncoderStates, share: number) =>
    of.tokenBias.map((value) => value + Math.max(LEAST_BIAS, Math.log(share)));
  return {
    vector: norm === 0 ? mixed : mixed.map((value) => value / norm),
    tokens: join(first.tokens, second.tokens),
    tokenBias: join(bias(first, 1 - position), bias(second, position)),
  };
}

function join(first: Float32Array, second: Float32Array): Float32Array {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
