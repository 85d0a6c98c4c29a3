/** The network of T2L's latent kinds (L, M and S): the encoder's states become an adapter. */
import type { HypernetworkManifest } from "../../formats/manifest";
import { readSafetensors } from "../../formats/safetensors";
import type { LoraLayout } from "../adapter/layout";
import type { LlamaConfig } from "../base/llamaConfig";
import type { ComputeDevice } from "../device/device";
import { Tensor } from "../device/runtime";
import type { EncoderStates } from "./encoder";
import { checkFit, type Hypernetwork } from "./kind";
import {
  hypernetworkGraph,
  INPUT_TOKEN_BIAS,
  INPUT_TOKENS,
  INPUT_VECTOR,
  type LatentArchitecture,
  outputA,
  outputB,
} from "./latentGraph";

/** The network alone, from what the encoder makes of a description on. */
export type LatentNetwork = Pick<Hypernetwork<EncoderStates>, "generate" | "dispose">;

/** Throws "unsupported-model" when the hypernetwork was trained for another base model. */
export async function createLatentNetwork(
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
