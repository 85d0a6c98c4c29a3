/** The end of the base model for the answer tokens of a lesson: cross-entropy, and its gradient. */
import { type GgufTensor, rowsOf } from "../../formats/gguf";
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

/** Bytes that any GPU can bind. */
const LARGEST_PART = 2 ** 27;

/** Parts of as many rows each, as few as the largest part allows. */
function headParts(matrix: GgufTensor, largest: number): GgufTensor[] {
  const [rows, size] = matrix.shape as [number, number];
  const count = Math.ceil((4 * rows * size) / largest);
  return Array.from({ length: count }, (_, part) =>
    rowsOf(
      matrix,
      Math.round((rows * part) / count),
      Math.round((rows * (part + 1)) / count),
    ),
  );
}

/** Logits are never an output: their gradient is softmax less target, and is used at once. */
export function headGraph(
  { gguf, config, device, largestHeadPart = LARGEST_PART }: TaughtModel,
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
  const layers = device.linearLayers(builder);
  const parts = headParts(tensor(gguf, config.headTensor), largestHeadPart);
  const matrices = parts.map((part, index) =>
    layers.twoWay(`head.${index}`, [{ tensor: part }]),
  );

  const normed = addRmsNorm(builder, HEAD.states, norm, epsilon);
  const logits = matrices.map((matrix) => matrix.project(normed));
  const largest = logits.map(math.largest).reduce(math.greater);
  const shares = logits.map((own) => math.exponential(math.subtract(own, largest)));
  const total = shares.map(math.sum).reduce(math.add);
  const ofTarget = math.sum(math.multiply(normed, HEAD.targets));
  const losses = math.subtract(math.add(math.logarithm(total), largest), ofTarget);
  math.output(losses, HEAD.losses, [1, "answers", 1]);
  if (wanted === "losses") return builder;

  const share = math.divide(HEAD.weights, total);
  const ofLogits = matrices.map((matrix, index) =>
    matrix.projectBack(math.multiply(shares[index]!, share)),
  );
  const ofNormed = math.subtract(
    ofLogits.reduce(math.add),
    math.multiply(HEAD.targets, HEAD.weights),
  );
  const gradient = addRmsNormBack(builder, HEAD.states, norm, epsilon, ofNormed);
  math.output(gradient, HEAD.gradient, [1, "answers", size]);
  return builder;
}
