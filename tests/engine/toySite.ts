/** A site with a toy base model, encoder and hypernetwork, which a whole engine loads in Node. */
import type { ModelFiles } from "../../src/engine/files/modelFiles";
import { writeSafetensors } from "../../src/formats/safetensors";
import type { LoadRequest } from "../../src/shared/engine";
import type {
  EncoderRecord,
  HypernetworkRecord,
  ModelRecord,
} from "../../src/shared/models";
import type { TeachingSettings } from "../../src/shared/teaching";
import { randomStream } from "../../src/shared/random";
import { manifestContent } from "../formats/manifestContent";
import { NEW_BASE } from "../newBase";
import { TOY, toyModel } from "./base/toyModel";
import { toyEncoder } from "./hypernetwork/toyEncoder";

const { layers, size, heads, kvHeads, vocabulary } = TOY;
const HASH = manifestContent().encoder.sha256;
/** Tokens behind the description: <user>, </s> and <assistant>. */
const TEMPLATE = 3;
const SHARED = 1;

const ENCODER: EncoderRecord = {
  id: "toy-encoder",
  label: "Toy encoder",
  role: "encoder",
  licence: "CC0-1.0",
  source: { kind: "bundled" },
  files: [
    "model.safetensors",
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
  ].map((path) => ({ path, bytes: 1, sha256: HASH })),
};
const HYPERNETWORK: HypernetworkRecord = {
  id: "toy-t2l-g",
  label: "Toy T2L-G",
  role: "hypernetwork",
  baseModelId: NEW_BASE.id,
  encoderId: ENCODER.id,
  licence: "CC0-1.0",
  source: { kind: "bundled" },
  files: [],
};
export const TOY_REGISTRY: ModelRecord[] = [NEW_BASE, ENCODER, HYPERNETWORK];

export const TOY_LOAD: LoadRequest = {
  device: "wasm",
  baseModelId: NEW_BASE.id,
  encoderId: ENCODER.id,
  hypernetworkId: HYPERNETWORK.id,
  contextLength: TOY.context,
};

/** Settings that a lesson of the toy learns by, for so many steps at such a rate. */
export function toySettings(steps: number, rate: number): TeachingSettings {
  return {
    steps,
    rate,
    warmUp: 0,
    weightDecay: 0,
    clip: 1,
    trained: "A and B",
    modules: null,
    patience: null,
    seed: 0,
  };
}

/** Files of the three records. */
export function toySite(): ModelFiles {
  const encoder = toyEncoder();
  const encode = (text: string) => new TextEncoder().encode(text);
  const files: Record<string, Uint8Array> = {
    [`models/${NEW_BASE.id}/${NEW_BASE.files[0].path}`]: base(),
    [`models/${ENCODER.id}/model.safetensors`]: encoder.weights,
    [`models/${ENCODER.id}/config.json`]: encode(encoder.config),
    [`models/${ENCODER.id}/tokenizer.json`]: encode(encoder.tokenizer),
    [`models/${ENCODER.id}/tokenizer_config.json`]: encode(encoder.tokenizerConfig),
    [`models/${HYPERNETWORK.id}/hypernetwork.safetensors`]: weights(),
    [`models/${HYPERNETWORK.id}/manifest.json`]: encode(JSON.stringify(manifest())),
  };
  return {
    read: async (path) => files[path]!,
    readText: async (path) => new TextDecoder().decode(files[path]),
    findText: async () => null,
    report: () => Promise.reject(new Error("nothing is kept")),
    clear: () => Promise.reject(new Error("nothing is kept")),
  };
}

/** The random model with a vocabulary of letters and the template's special tokens. */
function base(): Uint8Array {
  const specials = ["<system>", "<user>", "<assistant>", "</s>"];
  const letters = [..."abcdefghijklmnopqrstuvwxyz.!?", "ab"];
  const rest = vocabulary - specials.length - letters.length;
  const unused = Array.from({ length: rest }, (_, index) => `unused${index}`);
  const tokens = [...specials, ...letters, ...unused];
  const kinds = tokens.map((token) => (specials.includes(token) ? 3 : 1));
  return toyModel({
    metadata: {
      "tokenizer.ggml.model": { type: "string", value: "gpt2" },
      "tokenizer.ggml.pre": { type: "string", value: "smollm" },
      "tokenizer.ggml.tokens": { type: "strings", value: tokens },
      "tokenizer.ggml.token_type": { type: "numbers", value: kinds },
      "tokenizer.ggml.merges": { type: "strings", value: ["a b"] },
    },
  });
}

function manifest() {
  return manifestContent({
    id: HYPERNETWORK.id,
    label: HYPERNETWORK.label,
    variant: "G",
    base: { id: NEW_BASE.id, sha256: NEW_BASE.files[0].sha256 },
    encoder: { ...manifestContent().encoder, pooling: "base" },
    template: "<user>{input}</s><assistant>",
    target_modules: ["q_proj", "k_proj", "v_proj"],
    layers,
    template_tokens: TEMPLATE,
    shared_rank: SHARED,
    rank: TEMPLATE + SHARED,
    alpha: 4 * Math.sqrt(TEMPLATE + SHARED),
  });
}

function weights(): Uint8Array {
  const random = randomStream(5);
  const out = size + 2 * ((size / heads) * kvHeads);
  const shapes = {
    "shared_A.attention_input": [layers, SHARED, size],
    "shared_B.attention_input": [layers, SHARED, out],
    token_A: [layers, TEMPLATE, size],
    gain: [layers, TEMPLATE, 3],
    undescribed: [layers, TEMPLATE, out],
  };
  return writeSafetensors(
    Object.entries(shapes).map(([name, shape]) => {
      const length = shape.reduce((product, extent) => product * extent, 1);
      const values = Float32Array.from({ length }, () => random() - 0.5);
      return { name, shape, values };
    }),
  );
}
