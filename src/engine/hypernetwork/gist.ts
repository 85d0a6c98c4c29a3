/**
 * The gist hypernetwork: the base model reads the description, and what the template's tokens
 * then project becomes the adapter. Method and names are those of
 * training/hypernetworks/gist.py.
 */
import { type HypernetworkManifest, readModules } from "../../formats/manifest";
import { floatTensor, readSafetensors } from "../../formats/safetensors";
import {
  MAXIMUM_DESCRIPTION_TOKENS,
  normaliseDescription,
} from "../../shared/description";
import { AppError } from "../../shared/errors";
import { inMemory } from "../adapter/rows";
import { chatHead, renderDescription, turnEnd } from "../base/chatTemplate";
import { transpose } from "../device/graph";
import { interpolate } from "./blending";
import {
  checkFit,
  type Hypernetwork,
  type HypernetworkHost,
  type HypernetworkKind,
} from "./kind";

/** All modules that a gist shifts (training/hypernetworks/gist.py). */
const SHIFTED_MODULES = ["q_proj", "k_proj", "v_proj"];

/** The gist kind's own part of a manifest. */
export interface GistArchitecture {
  templateTokens: number;
  /** Number of rows that all adapters have in common, in every target module. */
  sharedRank: number;
}

/**
 * A description as the base model reads it: q, k and v of the template's tokens,
 * `[layers, template tokens, q + k + v]`.
 */
export type GistReading = Float32Array;

export const gist: HypernetworkKind<GistArchitecture, GistReading> = {
  baseNeeds: { sharesA: true, givesProjections: true },
  reader: "base",
  readManifest(manifest) {
    manifest.inner("encoder").choice("pooling", ["base"]);
    const templateTokens = manifest.count("template_tokens", { most: 1024 });
    const sharedRank = manifest.count("shared_rank", { most: 1024 });
    if (templateTokens + sharedRank !== manifest.count("rank")) {
      throw manifest.refused("rank", "template tokens and shared rank together");
    }
    const targetModules = readModules(manifest);
    if (!SHIFTED_MODULES.every((module) => targetModules.includes(module))) {
      throw manifest.refused(
        "target_modules",
        `a list with ${SHIFTED_MODULES.join(", ")}`,
      );
    }
    return { templateTokens, sharedRank };
  },
  open: async (manifest, weights, host) => createGist(manifest, weights, host),
};

/**
 * Throws "unsupported-model" when it was trained for another base model, and "bad-file" when
 * the weights are not what the manifest says.
 */
export function createGist(
  manifest: HypernetworkManifest<GistArchitecture>,
  weights: Uint8Array,
  {
    languageModel,
    tokenizer,
    chatTemplate,
  }: Pick<HypernetworkHost, "languageModel" | "tokenizer" | "chatTemplate">,
): Hypernetwork<GistReading> {
  const { architecture, layers, rank, scaling } = manifest;
  checkFit(manifest, languageModel.config, languageModel.layout);
  const { templateTokens, sharedRank } = architecture;
  const { layout } = languageModel;
  const tensors = readSafetensors(weights);
  const tensor = (name: string, rows: number, columns: number) =>
    floatTensor(tensors, name, [layers, rows, columns]);
  const shared = layout.groups.map(({ group, in: size, out }) => ({
    A: tensor(`shared_A.${group}`, sharedRank, size),
    B: tensor(`shared_B.${group}`, sharedRank, out),
  }));
  const shifted = layout.groups.findIndex(({ group }) => group === "attention_input");
  const { in: size, out, modules } = layout.groups[shifted]!;
  const tokenA = tensor("token_A", templateTokens, size);
  const gain = tensor("gain", templateTokens, modules.length);
  const undescribed = tensor("undescribed", templateTokens, out);
  const template = tokenizer.encode(renderDescription(chatTemplate, "").template);
  // The end of the system message belongs to the description.
  const gistTokens = template.length - tokenizer.encode([turnEnd(chatTemplate)]).length;
  if (gistTokens !== templateTokens) {
    throw new AppError({
      code: "unsupported-model",
      fault: {
        kind: "template-tokens",
        hypernetwork: manifest.label,
        expected: templateTokens,
        found: gistTokens,
      },
    });
  }
  const sharedParts = shared.map(({ A, B }, index) => ({
    rank: sharedRank,
    A: transposeLayers(A, layers, sharedRank, layout.groups[index]!.in),
    B,
  }));
  const adapter = languageModel.placeAdapter(inMemory({ layout, groups: sharedParts }));
  const reading = languageModel.startReading(
    { adapter, scale: scaling },
    MAXIMUM_DESCRIPTION_TOKENS + template.length,
  );
  const { A: sharedA, B: sharedB } = shared[shifted]!;
  const A = transposeLayers(stack(layers, tokenA, sharedA), layers, rank, size);

  const tokensOf = (description: string) =>
    tokenizer.encode(
      renderDescription(chatTemplate, normaliseDescription(description)).system,
    );
  const headLength = tokenizer.encode([chatHead(chatTemplate, "system")]).length;

  return {
    async read(description) {
      const tokens = [
        ...tokensOf(description).slice(0, MAXIMUM_DESCRIPTION_TOKENS),
        ...template,
      ];
      return reading.project(tokens, templateTokens);
    },
    measure(description) {
      const { length } = tokensOf(description);
      return {
        tokens: length - headLength,
        read: Math.min(length, MAXIMUM_DESCRIPTION_TOKENS) - headLength,
      };
    },
    mix: interpolate,
    async generate(projections) {
      const B = stack(layers, shifts(projections), sharedB);
      const groups = sharedParts.map((group, index) =>
        index === shifted ? { rank, A, B } : group,
      );
      return inMemory({ layout, groups });
    },
    async dispose() {
      reading.dispose();
      adapter.dispose();
    },
  };

  /** gain · (projected − undescribed) / scaling: `[layers, template tokens, out]`. */
  function shifts(projections: Float32Array): Float32Array {
    const result = new Float32Array(projections.length);
    for (let row = 0; row < layers * templateTokens; row++) {
      modules.forEach(({ offset, out: width }, module) => {
        const factor = gain[row * modules.length + module]! / scaling;
        for (let at = row * out + offset; at < row * out + offset + width; at++) {
          result[at] = factor * (projections[at]! - undescribed[at]!);
        }
      });
    }
    return result;
  }
}

/** Layer by layer the rows of `first`, then those of `second`. */
function stack(layers: number, first: Float32Array, second: Float32Array): Float32Array {
  const [one, two] = [first.length / layers, second.length / layers];
  const result = new Float32Array(first.length + second.length);
  for (let layer = 0; layer < layers; layer++) {
    const from = layer * (one + two);
    result.set(first.subarray(layer * one, (layer + 1) * one), from);
    result.set(second.subarray(layer * two, (layer + 1) * two), from + one);
  }
  return result;
}

/** `[layers, rows, columns]` -> `[layers, columns, rows]` */
function transposeLayers(
  values: Float32Array,
  layers: number,
  rows: number,
  columns: number,
): Float32Array {
  const each = rows * columns;
  const result = new Float32Array(values.length);
  for (let layer = 0; layer < layers; layer++) {
    const own = values.subarray(layer * each, (layer + 1) * each);
    result.set(transpose(own, rows, columns), layer * each);
  }
  return result;
}
