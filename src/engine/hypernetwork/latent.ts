/** Encoded description -> adapter, on the device the base model reads it from. */
import type { HypernetworkManifest, LatentArchitecture } from "../../formats/manifest";
import { serialiseModel } from "../../formats/onnx";
import { readSafetensors } from "../../formats/safetensors";
import { AppError } from "../../shared/errors";
import type { GeneratedAdapter } from "../adapter/rows";
import type { ComputeDevice } from "../device/device";
import type { EncoderStates } from "./encoder";
import {
  hypernetworkGraph,
  INPUT_TOKEN_BIAS,
  INPUT_TOKENS,
  INPUT_VECTOR,
  outputA,
  outputB,
} from "./latentGraph";
import type { LlamaConfig } from "../base/llamaConfig";
import type { LoraLayout } from "../adapter/layout";
import { Tensor } from "../device/runtime";

/** A description as the base model reads it (gist.ts). */
export interface GistReading {
  kind: "gist";
  /** q, k and v of the template's tokens, `[layers, template tokens, q + k + v]`. */
  projections: Float32Array;
}

/** A description as a hypernetwork takes it. */
export type EncodedDescription = EncoderStates | GistReading;

/** Turns descriptions into what one kind of hypernetwork takes. */
export interface DescriptionReader {
  encode(description: string): Promise<EncodedDescription>;
}

export interface Hypernetwork {
  generate(description: EncodedDescription): Promise<GeneratedAdapter>;
  dispose(): Promise<void>;
}

/** A hypernetwork and what reads descriptions for it. */
export interface ReadingHypernetwork {
  reader: DescriptionReader;
  hypernetwork: Hypernetwork;
}

/** Throws "unsupported-model" when the hypernetwork was trained for another base model. */
export async function createHypernetwork(
  manifest: HypernetworkManifest,
  weights: Uint8Array,
  base: { config: LlamaConfig; layout: LoraLayout },
  device: ComputeDevice,
): Promise<Hypernetwork> {
  const { layout } = base;
  const { architecture } = manifest;
  if (architecture.kind !== "latent") throw new Error(`${manifest.label} has no latent.`);
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
    serialiseModel(graph),
    outputs.flatMap(({ A, B }) => [A, B]),
  );
  return {
    async generate(description) {
      if (description.kind !== "states") {
        throw new Error(`${manifest.label} reads the encoder's states.`);
      }
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

/** Throws "unsupported-model" unless the base has the layers and modules that are written. */
export function checkFit(
  manifest: HypernetworkManifest,
  config: LlamaConfig,
  layout: LoraLayout,
): void {
  const unknown = manifest.targetModules.filter(
    (name) =>
      !layout.groups.some(({ modules }) => modules.some(({ module }) => module === name)),
  );
  if (manifest.layers === config.layers && unknown.length === 0) return;
  throw new AppError(
    "unsupported-model",
    `The hypernetwork ${manifest.label} was trained for another base model: it writes ` +
      `${manifest.layers} layers of ${manifest.targetModules.join(", ")}, ` +
      `this model has ${config.layers} layers.`,
  );
}
