/** A random T2L-L for the toy base model and the toy encoder. */
import { writeSafetensors } from "../../../src/formats/safetensors";
import { randomStream } from "../../../src/shared/random";
import { manifestContent } from "../../formats/manifestContent";
import { NEW_BASE } from "../../newBase";
import { TOY } from "../base/toyModel";
import { TOY_ENCODER } from "./toyEncoder";

const { layers, size, heads, kvHeads } = TOY;
const RANK = 4;
const LATENT = 16;
const HEAD_INPUT = 24;
const KEY_VALUE_SIZE = (size / heads) * kvHeads;

export function toyLatentManifest(id: string) {
  return manifestContent({
    id,
    base: { id: NEW_BASE.id, sha256: NEW_BASE.files[0].sha256 },
    encoder: { ...manifestContent().encoder, dimension: TOY_ENCODER.size },
    template: "<user>{input}</s><assistant>",
    layers,
    rank: RANK,
    latent_size: LATENT,
    head_input_size: HEAD_INPUT,
  });
}

export function toyLatentWeights(): Uint8Array {
  const linear = (name: string, from: number, to: number) => ({
    [`${name}.weight`]: [to, from],
    [`${name}.bias`]: [to],
  });
  const norm = (name: string, width: number) => ({
    [`${name}.weight`]: [width],
    [`${name}.bias`]: [width],
  });
  const embedding = (name: string, count: number) => ({
    [`${name}.embedding.weight`]: [count, LATENT / 4],
    ...norm(`${name}.norm`, LATENT / 4),
  });
  const block = (name: string, out: number) => ({
    ...(name !== "mixer" && norm(`${name}.norm`, LATENT)),
    ...linear(`${name}.up`, LATENT, 4 * LATENT),
    ...linear(`${name}.down`, 4 * LATENT, out),
  });
  const shapes: Record<string, number[]> = {
    ...linear("task_encoder.linear", TOY_ENCODER.size, LATENT / 2),
    ...norm("task_encoder.norm", LATENT / 2),
    ...embedding("layer_encoder", layers),
    ...embedding("module_encoder", 2),
    ...block("mixer", LATENT),
    ...block("mlp1", LATENT),
    ...block("mlp2", LATENT),
    ...block("mlp3", HEAD_INPUT),
    ...linear("heads.q_proj", HEAD_INPUT, RANK * (size + size)),
    ...linear("heads.v_proj", HEAD_INPUT, RANK * (size + KEY_VALUE_SIZE)),
  };
  const random = randomStream(7);
  return writeSafetensors(
    Object.entries(shapes).map(([name, shape]) => {
      const length = shape.reduce((product, extent) => product * extent, 1);
      const values = Float32Array.from({ length }, () => random() - 0.5);
      return { name, shape, values };
    }),
  );
}
