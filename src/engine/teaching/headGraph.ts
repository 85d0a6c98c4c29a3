/** The end of the base model for the answer tokens of a lesson: cross-entropy, and its gradient. */
import { dequantise } from "../../formats/quantization";
import { addRmsNorm } from "../base/layerParts";
import { tensor } from "../base/llamaTensors";
import { StreamedGraphBuilder } from "../device/streamedGraph";
import { algebra } from "./algebra";
import { addRmsNormBack } from "./derivatives";
import type { TaughtModel } from "./layerGraphs";

export const HEAD = {
  /** The last layer's states where an answer token comes next, `[1, answers, size]`. */
  states: "states",
  /** The head's rows of those tokens, `[1, answers, size]`. */
  targets: "targets",
  /** How much each counts in the loss, `[1, answers, 1]`. */
  weights: "weights",
  /** Cross-entropy of each in nats, not weighted: `[1, answers, 1]`. */
  losses: "losses",
  /** The gradient of the states, `[1, answers, size]`. */
  gradient: "gradient.states",
} as const;

/** Logits are never an output: their gradient is softmax less target, and is used at once. */
export function headGraph(
  { gguf, config, device }: TaughtModel,
  wanted: "losses" | "gradient",
): StreamedGraphBuilder {
  const { size, epsilon } = config;
  const builder = new StreamedGraphBuilder("head");
  const math = algebra(builder);
  builder.input(HEAD.states, "float32", [1, "answers", size]);
  builder.input(HEAD.targets, "float32", [1, "answers", size]);
  builder.input(HEAD.weights, "float32", [1, "answers", 1]);
  const norm = builder.floats(
    "output_norm",
    [size],
    dequantise(tensor(gguf, "output_norm.weight")),
  );
  const matrix = device
    .linearLayers(builder)
    .twoWay("head", [{ tensor: tensor(gguf, config.headTensor) }]);

  const normed = addRmsNorm(builder, HEAD.states, norm, epsilon);
  const logits = matrix.project(normed);
  const largest = math.largest(logits);
  const shares = math.exponential(math.subtract(logits, largest));
  const total = math.sum(shares);
  const ofTarget = math.sum(math.multiply(normed, HEAD.targets));
  const losses = math.subtract(math.add(math.logarithm(total), largest), ofTarget);
  math.output(losses, HEAD.losses, [1, "answers", 1]);
  if (wanted === "losses") return builder;

  const ofLogits = math.multiply(shares, math.divide(HEAD.weights, total));
  const ofNormed = math.subtract(
    matrix.projectBack(ofLogits),
    math.multiply(HEAD.targets, HEAD.weights),
  );
  const gradient = addRmsNormBack(builder, HEAD.states, norm, epsilon, ofNormed);
  math.output(gradient, HEAD.gradient, [1, "answers", size]);
  return builder;
}
