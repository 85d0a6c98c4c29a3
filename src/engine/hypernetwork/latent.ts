/** Encoded description -> adapter, on the device the base model reads it from. */
import type { HypernetworkManifest, LatentArchitecture } from "../../formats/manifest";
import { serialiseModel } from "../../formats/onnx";
import { readSafetensors } from "../../formats/safetensors";
import type { Device } from "../../shared/engine";
import { AppError } from "../../shared/errors";
import type { GeneratedAdapter } from "../adapter/deviceAdapter";
import type { GpuDevice } from "../device/gpu";
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
import { Session, Tensor } from "../device/runtime";

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
  { device, gpu }: { device: Device; gpu?: GpuDevice | undefined },
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
  const names = layout.groups.map(({ group }) => ({
    A: outputA(group),
    B: outputB(group),
  }));
  const session = await Session.create(serialiseModel(graph), {
    device,
    gpu: gpu?.device,
    gpuOutputs: names.flatMap(({ A, B }) => [A, B]),
  });
  const { rank } = manifest;
  return {
    async generate(description) {
      if (description.kind !== "states") {
        throw new Error(`${manifest.label} reads the encoder's states.`);
      }
      const outputs = await session.run(inputsOf(architecture, description));
      if (!gpu) {
        const groups = names.map(({ A, B }) => ({
          rank,
          A: outputs[A]!.data as Float32Array,
          B: outputs[B]!.data as Float32Array,
        }));
        return { packed: { layout, groups } };
      }
      const placed = names.map(({ A, B }) => ({
        A: own(gpu, outputs[A]!),
        B: own(gpu, outputs[B]!),
      }));
      const groups = await Promise.all(
        layout.groups.map(async ({ in: size, out, slots }, index) => ({
          rank,
          A: await gpu.read(placed[index]!.A, layout.layers * size * slots * rank),
          B: await gpu.read(placed[index]!.B, layout.layers * slots * rank * out),
        })),
      );
      return { packed: { layout, groups }, gpu: placed };
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

/** Copies a session's output into a buffer of our own: the runtime reuses its buffers. */
function own(gpu: GpuDevice, tensor: Tensor): GPUBuffer {
  const bytes = 4 * tensor.size;
  const buffer = gpu.createBuffer(bytes);
  const copies = gpu.startCopies();
  copies.copy(tensor.gpuBuffer as GPUBuffer, 0, buffer, 0, bytes);
  copies.submit();
  tensor.dispose();
  return buffer;
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
