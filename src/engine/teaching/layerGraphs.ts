/**
 * One layer of the base model, forth and back, for the packed rows of a lesson. Its weights are
 * inputs: all layers that are alike are computed by the same two graphs.
 */
import { dequantise } from "../../formats/quantization";
import type { Gguf } from "../../formats/gguf";
import {
  INPUT_SCALE,
  type LoraGroup,
  type LoraLayout,
  type ProjectionGroup,
} from "../adapter/layout";
import {
  addRmsNorm,
  addSwiglu,
  projectionBiases,
  projectionParts,
} from "../base/layerParts";
import type { LlamaConfig } from "../base/llamaConfig";
import { HEAD_NORM_TENSORS, tensor } from "../base/llamaTensors";
import { addLora } from "../base/lora";
import type { ComputeDevice } from "../device/device";
import type { GraphBuilder } from "../device/graph";
import type { TwoWayMatrix } from "../device/linear";
import { StreamedGraphBuilder } from "../device/streamedGraph";
import { algebra } from "./algebra";
import {
  addAttention,
  addAttentionBack,
  addHeadNorms,
  addHeads,
  addHeadsBack,
  addRotation,
  declarePlaces,
  type Projected,
} from "./attention";
import { addProjectionBack, addRmsNormBack, addSwigluBack } from "./derivatives";

/** Version of ONNX's operators that expands codes by blocks. */
export const OPSET = 21;

/** The states that a layer reads, `[1, tokens, size]`. */
export const BEFORE = "before";
/** The states that it gives. */
export const AFTER = "after";
/** The gradients of both. */
export const GRADIENT_BEFORE = "gradient.before";
export const GRADIENT_AFTER = "gradient.after";

/** What the way forth leaves for the way back: outputs of the one graph, inputs of the other. */
export const LEFT = {
  /** Queries and keys before their norm, `[tokens, heads + kvHeads, headSize]`; if they have one. */
  queriesAndKeys: "queriesAndKeys",
  /** Queries and keys, rotated: `[tokens, heads + kvHeads, headSize]`. */
  rotated: "rotated",
  /** `[tokens, kvHeads, headSize]` */
  values: "values",
  /** The states between attention and feed-forward, `[1, tokens, size]`. */
  middle: "middle",
  /** `[1, tokens, 2 · feedForwardSize]` */
  gateAndUp: "gateAndUp",
} as const;

export interface TaughtModel {
  gguf: Gguf;
  config: LlamaConfig;
  layout: LoraLayout;
  device: Pick<ComputeDevice, "linearLayers">;
  /** Most bytes of a part of the head when it is expanded; absent: what any GPU can bind. */
  largestHeadPart?: number;
}

interface LayerWeights {
  matrices: Record<ProjectionGroup, TwoWayMatrix>;
  attentionNorm: string;
  feedForwardNorm: string;
  /** Biases of q, k and v one after another; null where there are none. */
  biases: string | null;
  /** Weights of the norm of every head of q and k, `[heads + kvHeads, headSize]`; null likewise. */
  headNorms: string | null;
}

/** Declares the weights of a layer, under names that are the same for all layers. */
export function declareLayer(
  builder: GraphBuilder,
  { gguf, config, device }: TaughtModel,
  layer: number,
): LayerWeights {
  const layers = device.linearLayers(builder);
  const matrix = (group: ProjectionGroup) =>
    layers.twoWay(group, projectionParts(gguf, config, layer, group));
  const vector = (name: string, values: Float32Array) =>
    builder.floats(name, [values.length], values);
  const norm = (name: string) =>
    vector(name, dequantise(tensor(gguf, `blk.${layer}.${name}.weight`)));
  return {
    matrices: {
      attention_input: matrix("attention_input"),
      attention_output: matrix("attention_output"),
      feed_forward_input: matrix("feed_forward_input"),
      feed_forward_output: matrix("feed_forward_output"),
    },
    attentionNorm: norm("attn_norm"),
    feedForwardNorm: norm("ffn_norm"),
    biases: config.hasBiases ? vector("biases", projectionBiases(gguf, layer)) : null,
    headNorms: config.hasHeadNorms
      ? builder.floats(
          "head_norms",
          [config.heads + config.kvHeads, config.headSize],
          headNorms(gguf, config, layer),
        )
      : null,
  };
}

/** Norm weights of q's heads and then of k's, each repeated for every head. */
function headNorms(gguf: Gguf, config: LlamaConfig, layer: number): Float32Array {
  const { heads, kvHeads, headSize } = config;
  const repeated = new Float32Array((heads + kvHeads) * headSize);
  const ofModule = (module: keyof typeof HEAD_NORM_TENSORS) =>
    dequantise(tensor(gguf, `blk.${layer}.${HEAD_NORM_TENSORS[module]}`));
  const [ofQueries, ofKeys] = [ofModule("q_proj"), ofModule("k_proj")];
  for (let head = 0; head < heads + kvHeads; head++) {
    repeated.set(head < heads ? ofQueries : ofKeys, head * headSize);
  }
  return repeated;
}

/** A builder with a layer's weights, states and places declared. */
function startGraph(name: string, model: TaughtModel, layer: number) {
  const { config, layout } = model;
  const builder = new StreamedGraphBuilder(name);
  builder.input(BEFORE, "float32", [1, "tokens", config.size]);
  declarePlaces(builder, config);
  if (layout.groups.length > 0) builder.input(INPUT_SCALE, "float32", [1, 1, 1]);
  const weights = declareLayer(builder, model, layer);
  const lora = (group: ProjectionGroup): LoraGroup | undefined =>
    layout.groups.find((candidate) => candidate.group === group);
  const norm = (x: string, weight: string) =>
    addRmsNorm(builder, x, weight, config.epsilon);
  return { builder, weights, lora, norm };
}

export function layerForth(model: TaughtModel, layer: number): StreamedGraphBuilder {
  const { config } = model;
  const { builder, weights, lora, norm } = startGraph("layer_forth", model, layer);
  const { add, output } = algebra(builder);
  const project = (group: ProjectionGroup, x: string): string => {
    const y = weights.matrices[group].project(x);
    const adapter = lora(group);
    return adapter ? addLora(builder, 0, adapter, x, y) : y;
  };
  const product = project("attention_input", norm(BEFORE, weights.attentionNorm));
  const qkv = weights.biases === null ? product : add(product, weights.biases);
  const heads = addHeads(builder, config, qkv);
  const { headNorms } = weights;
  const normed =
    headNorms === null
      ? heads.queriesAndKeys
      : addHeadNorms(builder, heads.queriesAndKeys, headNorms, config.epsilon);
  const projected: Projected = {
    rotated: addRotation(builder, config, normed, "forth"),
    values: heads.values,
  };
  const attended = addAttention(builder, config, projected);
  const middle = add(BEFORE, project("attention_output", attended));
  const gateAndUp = project("feed_forward_input", norm(middle, weights.feedForwardNorm));
  const hidden = addSwiglu(builder, gateAndUp, config.feedForwardSize, ["gate", "up"]);
  const after = add(middle, project("feed_forward_output", hidden));

  const shapes = leftShapes(config);
  if (headNorms !== null) {
    output(heads.queriesAndKeys, LEFT.queriesAndKeys, shapes.queriesAndKeys);
  }
  output(projected.rotated, LEFT.rotated, shapes.rotated);
  output(projected.values, LEFT.values, shapes.values);
  output(middle, LEFT.middle, shapes.middle);
  output(gateAndUp, LEFT.gateAndUp, shapes.gateAndUp);
  output(after, AFTER, shapes.middle);
  return builder;
}

export function layerBack(model: TaughtModel, layer: number): StreamedGraphBuilder {
  const { config } = model;
  const { builder, weights, lora, norm } = startGraph("layer_back", model, layer);
  const { add, output } = algebra(builder);
  const shapes = leftShapes(config);
  for (const name of leftNames(config)) builder.input(name, "float32", shapes[name]);
  builder.input(GRADIENT_AFTER, "float32", shapes.middle);
  const back = (group: ProjectionGroup, x: string, gradient: string) =>
    addProjectionBack(builder, weights.matrices[group], lora(group), x, gradient);
  const normBack = (x: string, weight: string, gradient: string) =>
    addRmsNormBack(builder, x, weight, config.epsilon, gradient);

  const halves = ["gate", "up"] as const;
  const hidden = addSwiglu(builder, LEFT.gateAndUp, config.feedForwardSize, halves);
  const ofHidden = back("feed_forward_output", hidden, GRADIENT_AFTER);
  const ofFeedForward = back(
    "feed_forward_input",
    norm(LEFT.middle, weights.feedForwardNorm),
    addSwigluBack(builder, halves, ofHidden),
  );
  const ofMiddle = add(
    GRADIENT_AFTER,
    normBack(LEFT.middle, weights.feedForwardNorm, ofFeedForward),
  );
  const attention = addAttentionBack(builder, config, LEFT);
  const ofAttended = back("attention_output", attention.attended, ofMiddle);
  const ofProjected = attention.back(ofAttended);
  const turnedBack = addRotation(builder, config, ofProjected.rotated, "back");
  const ofHeads = {
    queriesAndKeys:
      weights.headNorms === null
        ? turnedBack
        : normBack(LEFT.queriesAndKeys, weights.headNorms, turnedBack),
    values: ofProjected.values,
  };
  const ofNormed = back(
    "attention_input",
    norm(BEFORE, weights.attentionNorm),
    addHeadsBack(builder, config, ofHeads),
  );
  const ofBefore = add(ofMiddle, normBack(BEFORE, weights.attentionNorm, ofNormed));
  output(ofBefore, GRADIENT_BEFORE, shapes.middle);
  return builder;
}

/** Names of what the way forth leaves. */
export function leftNames({ hasHeadNorms }: LlamaConfig): (keyof typeof LEFT)[] {
  const names = Object.values(LEFT);
  return hasHeadNorms ? names : names.filter((name) => name !== LEFT.queriesAndKeys);
}

function leftShapes({ heads, kvHeads, headSize, size, feedForwardSize }: LlamaConfig) {
  const queriesAndKeys = ["tokens", heads + kvHeads, headSize] as const;
  return {
    queriesAndKeys,
    rotated: queriesAndKeys,
    values: ["tokens", kvHeads, headSize],
    middle: [1, "tokens", size],
    gateAndUp: [1, "tokens", 2 * feedForwardSize],
  } satisfies Record<keyof typeof LEFT, readonly (number | string)[]>;
}
