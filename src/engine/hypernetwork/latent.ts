/**
 * T2L's latent (L, M and S): what the encoder makes of a description becomes an adapter, on the
 * device that the base model reads it from.
 */
import type { HypernetworkManifest } from "../../formats/manifest";
import type { Fields } from "../../shared/json";
import { readSafetensors } from "../../formats/safetensors";
import type { ComputeDevice } from "../device/device";
import type { EncoderStates } from "./encoder";
import { interpolate } from "./blending";
import { checkFit, type Hypernetwork, type HypernetworkKind } from "./kind";
import {
  hypernetworkGraph,
  INPUT_TOKEN_BIAS,
  INPUT_TOKENS,
  INPUT_VECTOR,
  type LatentArchitecture,
  outputA,
  outputB,
  type Pooling,
} from "./latentGraph";
import type { LlamaConfig } from "../base/llamaConfig";
import type { LoraLayout } from "../adapter/layout";
import { Tensor } from "../device/runtime";

/** The network alone, from what the encoder makes of a description on. */
export type LatentNetwork = Pick<Hypernetwork<EncoderStates>, "generate" | "dispose">;

/** Throws "unsupported-model" when the hypernetwork was trained for another base model. */
export async function createHypernetwork(
  manifest: HypernetworkManifest<LatentArchitecture>,
  weights: Uint8Array,
  base: { config: LlamaConfig; layout: LoraLayout },
  device: ComputeDevice,
): Promise<LatentNetwork> {
  const { layout } = base;
  const { architecture } = manifest;
  checkFit(manifest, base.config, layout);
  const graph = hypernetworkGraph(
    manifest,
    architecture,
    readSafetensors(weights),
    layout,
    base.config.projections,
  );
  const { rank } = manifest;
  const outputs = layout.groups.map(({ group }) => ({
    rank,
    A: outputA(group),
    B: outputB(group),
  }));
  const session = await device.createSession(
    graph,
    outputs.flatMap(({ A, B }) => [A, B]),
  );
  return {
    async generate(description) {
      const made = await session.run(inputsOf(architecture, description));
      return device.takeAdapter(layout, made, outputs);
    },
    dispose: () => session.dispose(),
  };
}

function inputsOf(
  { pooling }: LatentArchitecture,
  { vector, tokens, tokenBias }: EncoderStates,
): Record<string, Tensor> {
  const count = tokenBias.length;
  switch (pooling.kind) {
    case "mean":
      return { [INPUT_VECTOR]: new Tensor("float32", vector, [1, vector.length]) };
    case "attention":
      return {
        [INPUT_TOKENS]: new Tensor("float32", tokens, [count, tokens.length / count]),
        [INPUT_TOKEN_BIAS]: new Tensor("float32", tokenBias, [1, count]),
      };
  }
}

/** In place of −∞: no softmax share is left, and no NaN either. */
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
  async open(manifest, weights, { languageModel, encoder, device }) {
    const network = await createHypernetwork(manifest, weights, languageModel, device);
    return {
      ...network,
      read: (description) => encoder.encode(description),
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
 * The vector is (1 − position) · first + position · second, scaled to length 1 as every
 * description is; the tokens stand beside each other, their attention weighted by the two shares.
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
